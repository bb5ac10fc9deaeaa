package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.WitnessException;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;

/** Where a disk's volumes may lie: by the primary GPT (UEFI 2.10, 5.3), by the MBR, or the whole disk. */
final class Partitions {
    private static final int MOST = 128;
    private static final int MOST_GPT_BYTES = 1 << 20;
    private static final UUID UNUSED = new UUID(0, 0);

    private final StoredDisk disk;
    private final int sectorSize;
    private final List<ByteRange> found = new ArrayList<>();

    private Partitions(StoredDisk disk) {
        this.disk = disk;
        this.sectorSize = disk.sectorSize();
    }

    /** In the order of the disk, none of them overlapping another; empty if there is neither a table nor an NTFS volume. */
    static List<ByteRange> of(StoredDisk disk) throws IOException {
        var partitions = new Partitions(disk);
        if (disk.size() >= 2L * disk.sectorSize()) {
            partitions.look();
        }
        partitions.found.sort(Comparator.comparingLong(ByteRange::start));
        for (int i = 1; i < partitions.found.size(); i++) {
            if (partitions.found.get(i).overlaps(partitions.found.get(i - 1))) {
                throw new WitnessException("two partitions of the disk overlap");
            }
        }
        return partitions.found;
    }

    private void look() throws IOException {
        ByteView first = record(0);
        if (NtfsBitmap.isBootSector(first)) {
            found.add(new ByteRange(0, disk.size()));
            return;
        }
        boolean table = first.u16(510) == 0xaa55;
        boolean protective = false;
        for (int entry = 446; entry < 510; entry += 16) {
            // Anything but the mark of an active partition is code of a boot sector, not a table.
            table &= (first.u8(entry) & 0x7f) == 0;
            protective |= first.u8(entry + 4) == 0xee;
        }
        ByteView gpt = ByteView.read("GPT header", disk, sectorSize, sectorSize);
        if (gpt.startsWith(0, "EFI PART") != (table && protective)) {
            throw new WitnessException(
                    "the disk has half a partition table: a GPT without its MBR, or an MBR without its GPT");
        }
        if (table && protective) {
            gpt(gpt);
        } else if (table) {
            mbr(first);
        }
    }

    private ByteView record(long sector) throws IOException {
        return ByteView.read("boot record", disk, sector * sectorSize, 512);
    }

    private void gpt(ByteView header) throws IOException {
        int length = header.size32(12);
        if (length < 92 || length > sectorSize || crc(header.copy(0, length), 16) != header.u32(16)) {
            throw new WitnessException("the checksum of the GPT is wrong");
        }
        long entries = header.u32(80) * header.u32(84);
        long place = header.size64(72);
        if (header.u32(84) < 128 || entries > MOST_GPT_BYTES || place > disk.size() / sectorSize) {
            throw new WitnessException("the GPT has entries of " + header.u32(84) + " bytes, " + entries + " in all");
        }
        ByteView table = ByteView.read("GPT entries", disk, place * sectorSize, (int) entries);
        if (crc(table.copy(), -1) != header.u32(88)) {
            throw new WitnessException("the checksum of the entries of the GPT is wrong");
        }
        for (int at = 0; at < entries; at += (int) header.u32(84)) {
            if (!table.guid(at).equals(UNUSED)) {
                // The last sector is part of the partition.
                add(table.size64(at + 32), table.size64(at + 40) - table.size64(at + 32) + 1);
            }
        }
    }

    /** @param field of 4 bytes that counts as zeros; -1 if there is none */
    private static long crc(byte[] bytes, int field) {
        for (int i = field; field >= 0 && i < field + 4; i++) {
            bytes[i] = 0;
        }
        var crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private void mbr(ByteView first) throws IOException {
        for (int entry = 446; entry < 510; entry += 16) {
            int type = first.u8(entry + 4);
            long start = first.u32(entry + 8);
            long count = first.u32(entry + 12);
            if (type == 5 || type == 0xf || type == 0x85) {
                extended(start);
            } else if (type != 0 && count != 0) {
                add(start, count);
            }
        }
    }

    /** A chain of records: in each the first entry is a partition, the second tells where the next record is. */
    private void extended(long start) throws IOException {
        long at = start;
        for (int i = 0; i < MOST; i++) {
            if (at >= disk.size() / sectorSize) {
                throw new WitnessException("an extended partition lies outside the disk");
            }
            ByteView record = record(at);
            if (record.u16(510) != 0xaa55) {
                throw new WitnessException("an extended partition has no boot record at sector " + at);
            }
            if (record.u8(446 + 4) != 0 && record.u32(446 + 12) != 0) {
                add(at + record.u32(446 + 8), record.u32(446 + 12));
            }
            if (record.u8(462 + 4) == 0 || record.u32(462 + 8) == 0) {
                return;
            }
            at = start + record.u32(462 + 8);
        }
        throw new WitnessException("an extended partition has more parts than " + MOST);
    }

    private void add(long start, long count) throws WitnessException {
        long sectors = disk.size() / sectorSize;
        if (start == 0 || start > sectors || count <= 0 || count > sectors - start) {
            throw new WitnessException(
                    "a partition lies outside the disk: " + count + " sectors from " + start + " on");
        }
        if (found.size() == MOST) {
            throw new WitnessException("the disk has more partitions than " + MOST);
        }
        found.add(new ByteRange(start * sectorSize, count * sectorSize));
    }
}
