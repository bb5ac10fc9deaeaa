package dev.profilekeep.cli;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.chain.ParentChain;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.info.BlockUse;
import dev.profilekeep.disk.info.DiskFormat;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.disk.info.DiskPartitions;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.disk.info.PartitionInfo;
import dev.profilekeep.disk.info.Subformat;
import dev.profilekeep.disk.info.Volumes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code disk info} tells of a file.
 *
 * @param raw a plain image: {@code info} describes the disk in it, its format says nothing
 * @param parentMissing a differencing disk whose parent is not open: what it inherits is not described
 */
record DiskFacts(DiskInfo info, boolean raw, boolean parentMissing) {

    static DiskFacts of(OpenFile file, DiskChainOptions options, Context context) throws IOException {
        if (options.isRaw()) {
            return new DiskFacts(image(options.image(file)), true, false);
        }
        boolean child = options.container(file).hasParent();
        DiskInfo alone = DiskInspector.inspect(file.device());
        if (!child) {
            return new DiskFacts(alone, false, false);
        }
        ParentChain chain;
        try {
            chain = ParentChain.open(file.name(), file.device(), options.resolver(file, context));
        } catch (DiskException e) {
            if (options.namesParents()) {
                throw e;
            }
            var notes = new ArrayList<>(alone.notes());
            notes.add(e.getMessage() + "; give the parent with --parent FILE");
            return new DiskFacts(with(alone, alone.reclaimableBytes(), alone.partitions(), notes), false, true);
        }
        try (chain) {
            var whole = DiskPartitions.of(chain);
            return new DiskFacts(
                    with(alone, reclaimable(chain, alone), whole.partitions(), whole.notes()), false, false);
        }
    }

    /** A plain image is what a fixed disk stores, and nothing around it. */
    private static DiskInfo image(RawDisk disk) throws IOException {
        var content = DiskPartitions.of(disk);
        return new DiskInfo(
                DiskFormat.VHD,
                Subformat.FIXED,
                disk.virtualSize(),
                disk.fileSize(),
                0,
                disk.logicalSectorSize(),
                disk.physicalSectorSize(),
                0,
                LogState.EMPTY,
                null,
                null,
                null,
                0,
                0,
                null,
                content.partitions(),
                new BlockUse(1, new byte[0]),
                content.notes());
    }

    private static long reclaimable(ParentChain chain, DiskInfo alone) throws IOException {
        try {
            return Volumes.freeInStored(chain);
        } catch (DiskException e) {
            // Told in the partition that cannot be read.
            return alone.reclaimableBytes();
        }
    }

    private static DiskInfo with(DiskInfo info, long reclaimable, List<PartitionInfo> partitions, List<String> notes) {
        return new DiskInfo(
                info.format(),
                info.subformat(),
                info.virtualSizeBytes(),
                info.fileSizeBytes(),
                info.blockSizeBytes(),
                info.logicalSectorBytes(),
                info.physicalSectorBytes(),
                info.allocatedBlocks(),
                info.log(),
                info.dataWriteGuid(),
                info.fileWriteGuid(),
                info.virtualDiskId(),
                reclaimable,
                info.wholeFreeBlocks(),
                info.parent(),
                partitions,
                info.blocks(),
                notes);
    }
}
