package dev.profilekeep.disk.partition;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.SubDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The partition table of the master boot record and of the extended boot records behind it: four entries of 16 bytes at 446,
 * end mark 55 AA at 510. An entry: status (0), type (4), first sector (8, u32), sectors (12, u32). In an extended boot
 * record the first entry counts from that record, the second names the next record from the start of the extended partition.
 */
final class MbrReader {
    private static final int ENTRIES = 446;
    private static final int ENTRY_BYTES = 16;
    static final int PROTECTIVE = 0xee;
    /** No system makes more; the limit and the memory of places seen end every loop. */
    static final int MAX_LOGICAL = 128;

    record Entry(int status, int type, long first, long count) {
        boolean isUsed() {
            return type != 0 && count != 0;
        }

        boolean isExtended() {
            return type == 0x05 || type == 0x0f || type == 0x85;
        }

        static Entry parse(ByteView record, int index) throws CorruptDiskException {
            int at = ENTRIES + index * ENTRY_BYTES;
            return new Entry(record.u8(at), record.u8(at + 4), record.u32(at + 8), record.u32(at + 12));
        }
    }

    /** The four entries of the first sector. */
    static final class Primary {
        private final boolean sound;
        private final List<Entry> entries;

        private Primary(boolean sound, List<Entry> entries) {
            this.sound = sound;
            this.entries = entries;
        }

        boolean isSound() {
            return sound;
        }

        /** Those in use. */
        List<Entry> entries() {
            return entries;
        }

        boolean isEmpty() {
            return entries.isEmpty();
        }

        boolean isProtective() {
            return entries.stream().anyMatch(entry -> entry.type() == PROTECTIVE);
        }

        boolean hasOthersThanProtective() {
            return entries.stream().anyMatch(entry -> entry.type() != PROTECTIVE);
        }
    }

    private MbrReader() {}

    static Primary primary(ByteView sector) throws CorruptDiskException {
        var entries = new ArrayList<Entry>();
        if (sector.u16(510) != 0xaa55) {
            return new Primary(false, entries);
        }
        for (int i = 0; i < 4; i++) {
            Entry entry = Entry.parse(sector, i);
            // Other status bytes than these two are code or data, not a table.
            if ((entry.status() & 0x7f) != 0) {
                return new Primary(false, List.of());
            }
            if (entry.isUsed()) {
                entries.add(entry);
            }
        }
        return new Primary(true, List.copyOf(entries));
    }

    /** All partitions with a file system's type, logical ones too; an extended partition itself is none. */
    static List<Partition> partitions(BlockDevice disk, Primary primary, int sectorSize, List<String> notes)
            throws IOException {
        if (!primary.isSound() || primary.isEmpty()) {
            return List.of();
        }
        int size = sectorSize(disk, primary, sectorSize);
        List<Partition> found = walk(disk, primary, size, notes);
        if (size != sectorSize) {
            notes.add("the MBR is written for sectors of " + size + " bytes, the disk has sectors of " + sectorSize);
        }
        return found;
    }

    /** For which size of sectors the table is written: the disk's, unless only the other one leads to file systems. */
    static int sectorSize(BlockDevice disk, Primary primary, int sectorSize) throws IOException {
        int other = sectorSize == 512 ? 4096 : 512;
        return !holdsFileSystem(disk, walk(disk, primary, sectorSize, new ArrayList<>()))
                        && holdsFileSystem(disk, walk(disk, primary, other, new ArrayList<>()))
                ? other
                : sectorSize;
    }

    private static boolean holdsFileSystem(BlockDevice disk, List<Partition> partitions) throws IOException {
        for (Partition partition : partitions) {
            ByteRange inside = partition.range().intersect(new ByteRange(0, disk.size()));
            if (!FileSystems.name(new SubDevice(disk, inside)).equals(FileSystems.UNKNOWN)) {
                return true;
            }
        }
        return false;
    }

    private static List<Partition> walk(BlockDevice disk, Primary primary, int sectorSize, List<String> notes)
            throws IOException {
        var partitions = new ArrayList<Partition>();
        for (Entry entry : primary.entries) {
            if (entry.isExtended()) {
                chain(disk, entry, sectorSize, partitions, notes);
            } else if (entry.type() != PROTECTIVE) {
                add(disk, entry, 0, sectorSize, partitions, notes);
            }
        }
        return partitions;
    }

    private static void add(
            BlockDevice disk, Entry entry, long base, int sectorSize, List<Partition> partitions, List<String> notes)
            throws IOException {
        long start = (base + entry.first()) * sectorSize;
        if (start >= disk.size()) {
            notes.add("the MBR names a partition at " + start + ", past the end of the disk; it is left out");
            return;
        }
        partitions.add(
                new Partition(new ByteRange(start, entry.count() * sectorSize), "%02x".formatted(entry.type()), ""));
    }

    private static void chain(
            BlockDevice disk, Entry extended, int sectorSize, List<Partition> partitions, List<String> notes)
            throws IOException {
        var seen = new HashSet<Long>();
        long sector = extended.first();
        while (seen.size() < MAX_LOGICAL && seen.add(sector)) {
            long offset = sector * sectorSize;
            if (offset > disk.size() - 512) {
                notes.add("an extended boot record lies past the end of the disk, at " + offset);
                return;
            }
            ByteView record = ByteView.read("extended boot record", disk, offset, 512);
            if (record.u16(510) != 0xaa55) {
                notes.add("the extended boot record at " + offset + " has no end mark; the chain ends there");
                return;
            }
            long next = -1;
            for (int i = 0; i < 4; i++) {
                Entry entry = Entry.parse(record, i);
                if (entry.isUsed() && entry.isExtended()) {
                    next = next < 0 ? extended.first() + entry.first() : next;
                } else if (entry.isUsed()) {
                    add(disk, entry, sector, sectorSize, partitions, notes);
                }
            }
            if (next < 0) {
                return;
            }
            sector = next;
        }
        notes.add("the chain of extended boot records runs in a circle or is too long; its first " + seen.size()
                + " records are used");
    }
}
