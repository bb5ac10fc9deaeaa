package dev.profilekeep.disk.partition;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.Guids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The GUID partition table, UEFI 2.10 section 5.3.
 *
 * <pre>
 * offset  size  field             rule
 *      0     8  Signature         "EFI PART"
 *     12     4  HeaderSize        92 up to a sector
 *     16     4  HeaderCRC32       of HeaderSize bytes, this field as zero
 *     24     8  MyLBA             where this header is
 *     32     8  AlternateLBA      where the other one is
 *     40     8  FirstUsableLBA    partitions lie from here
 *     48     8  LastUsableLBA     to here
 *     72     8  PartitionEntryLBA
 *     80     4  NumberOfEntries   bounded here
 *     84     4  SizeOfEntry       128 · 2^n
 *     88     4  EntriesCRC32
 * </pre>
 *
 * An entry: type GUID (16; zero: unused), own GUID (16), first sector (8), last sector (8), attributes (8), UTF-16LE name
 * (72).
 */
final class GptReader {
    private static final String SIGNATURE = "EFI PART";
    private static final int HEADER_BYTES = 92;
    private static final int ENTRY_BYTES = 128;
    /** Windows and everybody else write 128 entries of 128 bytes: 16 KiB. */
    private static final int MAX_TABLE_BYTES = 1024 * 1024;

    private static final int NOTED_ENTRIES = 8;

    private GptReader() {}

    /**
     * An entry that is used: a partition, or why it is none.
     *
     * @param outside whether it begins past the end of the disk
     */
    private record Slot(@Nullable Partition partition, boolean outside, @Nullable CorruptDiskException fault) {}

    /** What one copy says, by the places of its entries in the table; those that are not used have none. */
    record Entries(SortedMap<Integer, Slot> slots) {
        /** Those that can be read, in table order. */
        List<Partition> partitions() {
            return partitions(false);
        }

        /** Those that begin past the end of the disk. */
        List<Partition> outside() {
            return partitions(true);
        }

        private List<Partition> partitions(boolean outside) {
            var partitions = new ArrayList<Partition>();
            for (Slot slot : slots.values()) {
                if (slot.partition() != null && slot.outside() == outside) {
                    partitions.add(slot.partition());
                }
            }
            return partitions;
        }

        /** Of entries that name no possible place; each is left out, and the others stay what they are. */
        List<CorruptDiskException> faults() {
            var faults = new ArrayList<CorruptDiskException>();
            for (Slot slot : slots.values()) {
                if (slot.fault() != null) {
                    faults.add(slot.fault());
                }
            }
            return faults;
        }

        boolean saysTheSame(Entries other) {
            return partitions().equals(other.partitions()) && outside().equals(other.outside());
        }

        /** This copy, with what the other one says in place of entries that name no possible place here, but do there. */
        Entries mendedBy(Entries other) {
            var mended = new TreeMap<>(slots);
            slots.forEach((index, slot) -> {
                if (slot.fault() != null) {
                    Slot spare = other.slots.get(index);
                    if (spare == null) {
                        mended.remove(index);
                    } else if (spare.fault() == null) {
                        mended.put(index, spare);
                    }
                }
            });
            return new Entries(mended);
        }
    }

    /**
     * @param expected the MBR says that there is a GPT
     * @return the used entries in table order; empty if there is no GPT, or none of its two copies is sound. Of two sound
     *     copies the first is used, and the other for entries that name no possible place in the first.
     */
    static Optional<List<Partition>> read(BlockDevice disk, int sectorSize, boolean expected, List<String> notes)
            throws IOException {
        int other = sectorSize == 512 ? 4096 : 512;
        CorruptDiskException fault = null;
        int faultSize = sectorSize;
        for (int size : new int[] {sectorSize, other}) {
            if (!signatureAt(disk, size, size)) {
                continue;
            }
            try {
                var first = copy(disk, 1, size);
                var backup = first.faults().isEmpty() ? null : backup(disk, size);
                var mended = backup == null ? first : first.mendedBy(backup);
                var left = mended.faults();
                first.faults().stream()
                        .filter(gone -> !left.contains(gone))
                        .findFirst()
                        .ifPresent(gone -> notes.add("the first GPT has entries that name no possible place ("
                                + gone.getMessage() + "); for these the backup at the end is used"));
                return Optional.of(used(mended, size, sectorSize, notes));
            } catch (CorruptDiskException e) {
                fault = e;
                faultSize = size;
                break;
            }
        }
        if (fault == null && !expected) {
            return Optional.empty();
        }
        String why = fault == null ? "it is not there" : fault.getMessage();
        for (int size : fault == null ? new int[] {sectorSize, other} : new int[] {faultSize}) {
            long last = disk.size() / size - 1;
            if (last < 2 || !signatureAt(disk, last * size, size)) {
                continue;
            }
            try {
                var backup = copy(disk, last, size);
                notes.add("the first GPT header is not sound (" + why + "); the backup at the end is used");
                return Optional.of(used(backup, size, sectorSize, notes));
            } catch (CorruptDiskException e) {
                notes.add("neither GPT header is sound: the first: " + why + "; the backup: " + e.getMessage());
                return Optional.empty();
            }
        }
        notes.add("the GPT is not sound (" + why + "), and there is no backup at the end of the disk");
        return Optional.empty();
    }

    /** The copy in the last sector; null if it is not sound. */
    private static @Nullable Entries backup(BlockDevice disk, int size) throws IOException {
        long last = disk.size() / size - 1;
        if (last < 2 || !signatureAt(disk, last * size, size)) {
            return null;
        }
        try {
            return copy(disk, last, size);
        } catch (CorruptDiskException e) {
            return null;
        }
    }

    private static List<Partition> used(Entries entries, int size, int sectorSize, List<String> notes) {
        if (size != sectorSize) {
            notes.add("the GPT is written for sectors of " + size + " bytes, the disk has sectors of " + sectorSize);
        }
        var left = new ArrayList<String>();
        entries.faults().forEach(fault -> left.add(fault.getMessage() + "; it is left out"));
        entries.outside()
                .forEach(partition -> left.add("the GPT names a partition at "
                        + partition.range().start() + ", past the end of the disk; it is left out"));
        notes.addAll(left.subList(0, Math.min(NOTED_ENTRIES, left.size())));
        if (left.size() > NOTED_ENTRIES) {
            notes.add((left.size() - NOTED_ENTRIES) + " more entries of the GPT are left out");
        }
        return entries.partitions();
    }

    static boolean signatureAt(BlockDevice disk, long offset, int sectorSize) throws IOException {
        if (offset < 0 || offset > disk.size() - sectorSize) {
            return false;
        }
        return ByteView.read("GPT header", disk, offset, SIGNATURE.length()).startsWith(0, SIGNATURE);
    }

    /**
     * The used entries of the copy whose header is at {@code sector}.
     *
     * @throws CorruptDiskException if the copy as a whole is not to be relied on
     */
    static Entries copy(BlockDevice disk, long sector, int sectorSize) throws IOException {
        ByteView header = ByteView.read("GPT header", disk, sector * sectorSize, sectorSize);
        int headerSize = header.size32(12);
        if (headerSize < HEADER_BYTES || headerSize > sectorSize) {
            throw header.corrupt(12, "header size is not from 92 to " + sectorSize + ": " + headerSize);
        }
        byte[] summed = header.copy(0, headerSize);
        summed[16] = summed[17] = summed[18] = summed[19] = 0;
        verify(header, 16, "header", summed);
        if (header.bits64(24) != sector) {
            throw header.corrupt(24, "header says it is at sector " + header.bits64(24) + ", it is at " + sector);
        }
        long count = header.u32(80);
        long entryBytes = header.u32(84);
        if (entryBytes < ENTRY_BYTES || entryBytes > 4096 || Long.bitCount(entryBytes) != 1) {
            throw header.corrupt(84, "entry size is not 128, 256 … 4096: " + entryBytes);
        }
        if (count > MAX_TABLE_BYTES / entryBytes) {
            throw header.corrupt(80, "more entries than 1 MiB holds: " + count);
        }
        long tableAt = header.bits64(72);
        if (tableAt < 2 || tableAt > disk.size() / sectorSize) {
            throw header.corrupt(72, "entries lie outside the disk, at sector " + Long.toUnsignedString(tableAt));
        }
        ByteView table = ByteView.read("GPT entries", disk, tableAt * sectorSize, Math.toIntExact(count * entryBytes));
        verify(header, 88, "entries", table.copy());
        return entries(table, (int) count, (int) entryBytes, sectorSize, disk.size());
    }

    private static void verify(ByteView header, int at, String what, byte[] bytes) throws CorruptDiskException {
        var crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != header.u32(at)) {
            throw header.corrupt(
                    at,
                    "checksum of the " + what
                            + " is 0x%08x, the bytes give 0x%08x".formatted(header.u32(at), crc.getValue()));
        }
    }

    private static Entries entries(ByteView table, int count, int entryBytes, int sectorSize, long diskSize)
            throws CorruptDiskException {
        var slots = new TreeMap<Integer, Slot>();
        for (int i = 0; i < count; i++) {
            int at = i * entryBytes;
            UUID type = table.guid(at);
            if (type.equals(Guids.ZERO)) {
                continue;
            }
            try {
                ByteRange range = place(table, i, at, sectorSize);
                String name = table.utf16(at + 56, 72);
                int end = name.indexOf('\0');
                var partition = new Partition(range, type.toString(), end < 0 ? name : name.substring(0, end));
                slots.put(i, new Slot(partition, range.start() >= diskSize, null));
            } catch (CorruptDiskException e) {
                slots.put(i, new Slot(null, false, e));
            }
        }
        return new Entries(slots);
    }

    private static ByteRange place(ByteView table, int index, int at, int sectorSize) throws CorruptDiskException {
        long first = table.bits64(at + 32);
        long last = table.bits64(at + 40);
        if (Long.compareUnsigned(last, first) < 0) {
            throw table.corrupt(
                    at + 40,
                    "entry " + index + " ends at sector " + Long.toUnsignedString(last) + ", before it begins at "
                            + Long.toUnsignedString(first));
        }
        // Neither the sector after the last nor its place in bytes may overflow.
        long limit = Long.MAX_VALUE / sectorSize;
        if (Long.compareUnsigned(last, limit) >= 0) {
            throw table.corrupt(
                    at + 32,
                    "entry " + index + " lies beyond every sensible disk: from sector " + Long.toUnsignedString(first)
                            + " to " + Long.toUnsignedString(last));
        }
        return new ByteRange(first * sectorSize, (last - first + 1) * sectorSize);
    }
}
