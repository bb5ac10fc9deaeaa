package dev.profilekeep.disk.info;

import dev.profilekeep.disk.image.VirtualDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The partitions of a disk however it is opened: of one with its parents, or of a plain image. What is inherited from a
 * parent that is not open is told in the partition that it belongs to.
 *
 * @param notes what a reader should know of the disk and of them
 */
public record DiskPartitions(List<PartitionInfo> partitions, List<String> notes) {
    public DiskPartitions {
        partitions = List.copyOf(partitions);
        notes = List.copyOf(notes);
    }

    /**
     * Describes them, from metadata alone.
     *
     * @throws dev.profilekeep.disk.DiskException if the partition table cannot be read
     */
    public static DiskPartitions of(VirtualDisk disk) throws IOException {
        var notes = new ArrayList<>(disk.notes());
        PartitionReader reader = PartitionReader.read(disk, notes);
        return new DiskPartitions(reader.partitions(), notes);
    }
}
