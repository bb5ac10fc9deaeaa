package dev.profilekeep.disk.image;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.partition.FileSystems;
import dev.profilekeep.disk.partition.Partition;
import dev.profilekeep.disk.partition.PartitionTable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Finds out how large the sectors of the disk were that a plain image was made of: nothing beside the image says so, but a
 * partition table counts in them, and so does the boot sector of a volume. Reads less than 256 KiB of an ordinary image.
 */
final class RawSectors {
    static final int USUAL = 512;
    private static final int LARGE = 4096;

    private static final int BOOT_SECTOR = 512;
    /** In the boot sector of NTFS and FAT: bytes of a sector, two bytes. */
    private static final int BYTES_PER_SECTOR = 11;

    private RawSectors() {}

    /** 512 or 4096; empty if the image does not tell. */
    static OptionalInt of(BlockDevice file) throws IOException {
        try {
            return told(new RawDisk(file, USUAL).disk(), new RawDisk(file, LARGE).disk());
        } catch (DiskException e) {
            // What is wrong with its table is told by those who read it for its partitions.
            return OptionalInt.empty();
        }
    }

    private static OptionalInt told(BlockDevice usual, BlockDevice large) throws IOException {
        PartitionTable inUsual = PartitionTable.read(usual, USUAL);
        PartitionTable inLarge = PartitionTable.read(large, LARGE);
        if (inUsual instanceof PartitionTable.None && inLarge instanceof PartitionTable.None) {
            return inUsual.partitions().size() == 1 ? bootSector(usual) : OptionalInt.empty();
        }
        // A table read in sectors of the wrong size leads to places where nothing begins.
        int difference = volumes(large, inLarge) - volumes(usual, inUsual);
        if (difference == 0) {
            // A GPT is found either way, with a note if it is written for others; so is what lies past the end.
            difference = inUsual.notes().size() - inLarge.notes().size();
        }
        if (difference == 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(difference > 0 ? LARGE : USUAL);
    }

    private static int volumes(BlockDevice disk, PartitionTable table) throws IOException {
        int count = 0;
        List<Partition> partitions = table.partitions();
        for (Partition partition : partitions) {
            ByteRange inside = partition.range().intersect(new ByteRange(0, disk.size()));
            if (!inside.isEmpty()
                    && !FileSystems.name(new SubDevice(disk, inside)).equals(FileSystems.UNKNOWN)) {
                count++;
            }
        }
        return count;
    }

    /** Of a volume without a partition table around it. */
    private static OptionalInt bootSector(BlockDevice volume) throws IOException {
        String name = FileSystems.name(volume);
        if (!name.equals(FileSystems.NTFS) && !name.startsWith("FAT") || volume.size() < BOOT_SECTOR) {
            return OptionalInt.empty();
        }
        ByteView first = ByteView.read("boot sector", volume, 0, BOOT_SECTOR);
        int bytes = first.u16(BYTES_PER_SECTOR);
        return bytes == USUAL || bytes == LARGE ? OptionalInt.of(bytes) : OptionalInt.empty();
    }
}
