package dev.profilekeep.disk.info;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a container says about itself. Sizes in bytes.
 *
 * @param fileSizeBytes length of the container file
 * @param blockSizeBytes payload block size; for a fixed VHD, which has none, 0
 * @param allocatedBlocks blocks stored in the file; for a fixed VHD 0
 * @param dataWriteGuid null for a VHD
 * @param fileWriteGuid null for a VHD
 * @param virtualDiskId the disk's identity; for a VHD the unique id of its footer
 * @param reclaimableBytes free clusters that lie in stored blocks: what the file holds and the file system does not need
 * @param wholeFreeBlocks stored blocks without a single cluster in use, given back by repacking at this block size
 * @param parent how a differencing disk names its parent; null for others
 * @param partitions in the order of their start; empty if there is no table and no file system that we recognise
 * @param blocks use of each block, for the block map
 * @param notes what a reader should know beside the numbers, in plain sentences; empty for a sound ordinary disk
 */
public record DiskInfo(
        DiskFormat format,
        Subformat subformat,
        long virtualSizeBytes,
        long fileSizeBytes,
        long blockSizeBytes,
        int logicalSectorBytes,
        int physicalSectorBytes,
        long allocatedBlocks,
        LogState log,
        @Nullable UUID dataWriteGuid,
        @Nullable UUID fileWriteGuid,
        @Nullable UUID virtualDiskId,
        long reclaimableBytes,
        long wholeFreeBlocks,
        @Nullable String parent,
        List<PartitionInfo> partitions,
        BlockUse blocks,
        List<String> notes) {

    public DiskInfo {
        partitions = List.copyOf(partitions);
        notes = List.copyOf(notes);
    }
}
