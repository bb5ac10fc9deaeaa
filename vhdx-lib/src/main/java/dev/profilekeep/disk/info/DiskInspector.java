package dev.profilekeep.disk.info;

import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.regf.HiveHeader;
import dev.profilekeep.disk.vhd.VhdFile;
import dev.profilekeep.disk.vhdx.VhdxFile;
import dev.profilekeep.disk.vhdx.VhdxInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads what a container says about itself, from metadata alone: for a container of 30 GB a few megabytes at most. Nothing
 * is ever written. Stateless.
 */
public final class DiskInspector {
    private DiskInspector() {}

    /**
     * Describes the container in {@code file}. A log that needs replay is replayed in memory, so that the description is of
     * the disk as the next host will see it. A problem inside one partition is told in that partition.
     *
     * @throws dev.profilekeep.disk.DiskException if it is no container, is damaged, or is of a kind that we do not read
     */
    public static DiskInfo inspect(BlockDevice file) throws IOException {
        VirtualDisk disk = Containers.open(file);
        var notes = new ArrayList<>(disk.notes());
        PartitionReader reader = PartitionReader.read(disk, notes);
        BlockUseCount use = BlockUseCount.of(disk, BlockUseCount.disjoint(reader.volumes()));
        VhdxInfo vhdx = disk instanceof VhdxFile opened ? opened.info() : null;
        boolean fixed = vhdx != null ? vhdx.fixed() : disk instanceof VhdFile vhd && vhd.isFixed();
        return new DiskInfo(
                vhdx != null ? DiskFormat.VHDX : DiskFormat.VHD,
                disk.hasParent() ? Subformat.DIFFERENCING : fixed ? Subformat.FIXED : Subformat.DYNAMIC,
                disk.virtualSize(),
                file.size(),
                disk.blockSize(),
                disk.logicalSectorSize(),
                disk.physicalSectorSize(),
                use.allocatedBlocks(),
                vhdx != null && vhdx.logReplayed() ? LogState.REPLAY_NEEDED : LogState.EMPTY,
                vhdx == null ? null : vhdx.dataWriteGuid(),
                vhdx == null ? null : vhdx.fileWriteGuid(),
                vhdx != null ? vhdx.virtualDiskId() : disk instanceof VhdFile vhd ? vhd.uniqueId() : null,
                use.reclaimableBytes(),
                use.wholeFreeBlocks(),
                disk.parentName(),
                reader.partitions(),
                use.map(),
                notes);
    }

    /**
     * What a VHDX says of its data: another value whenever somebody wrote to the disk in it. Reads a few hundred KiB at most.
     *
     * @return empty if it is no VHDX
     * @throws dev.profilekeep.disk.DiskException if it is no container, or is damaged
     */
    public static Optional<UUID> dataWriteGuid(BlockDevice file) throws IOException {
        return Containers.open(file) instanceof VhdxFile vhdx
                ? Optional.of(vhdx.info().dataWriteGuid())
                : Optional.empty();
    }

    /**
     * Whether Windows will load a registry hive without its logs.
     *
     * @param hive the content of a file
     * @throws dev.profilekeep.disk.DiskException if it is no hive
     */
    public static boolean isSoundHive(BlockDevice hive) throws IOException {
        return HiveHeader.read(hive).isSound(hive.size());
    }

    /**
     * Whether a registry hive is one that Windows will load only after applying its logs: a sound header, and a last write that was not finished.
     *
     * @param hive the content of a file
     * @throws dev.profilekeep.disk.DiskException if it is no hive
     */
    public static boolean isUnfinishedHive(BlockDevice hive) throws IOException {
        HiveHeader header = HiveHeader.read(hive);
        return header.checksumMatches() && !header.isClean();
    }

    /**
     * A digest of what changes whenever somebody opened the container for writing: both VHDX headers, or for a VHD the
     * footer and the restart area of the first NTFS volume's {@code $LogFile}. Reads less than 64 KiB. Two equal stamps with equal size and
     * times mean: unchanged since.
     *
     * @return lower-case hexadecimal, at most 64 characters
     */
    public static String stamp(BlockDevice file) throws IOException {
        return Stamp.of(file);
    }
}
