package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The known metadata items of one file, [MS-VHDX] 2.6.2.
 *
 * @param leaveBlocksAllocated the file is fixed: every block stays where it is
 * @param parent null unless the file has a parent
 */
record DiskMetadata(
        int blockSize,
        boolean leaveBlocksAllocated,
        boolean hasParent,
        long virtualSize,
        UUID virtualDiskId,
        int logicalSectorSize,
        int physicalSectorSize,
        @Nullable ParentLocator parent) {

    static DiskMetadata read(MetadataTable table) throws IOException {
        ByteView parameters = table.require(Layout.FILE_PARAMETERS, "file parameters");
        long blockSize = parameters.u32(0);
        if (blockSize < Layout.MIN_BLOCK || blockSize > Layout.MAX_BLOCK || Long.bitCount(blockSize) != 1) {
            throw parameters.corrupt(0, "block size is not a power of two from 1 MiB to 256 MiB: " + blockSize);
        }
        long flags = parameters.u32(4);
        boolean hasParent = (flags & 2) != 0;
        int logical = sectorSize(table.require(Layout.LOGICAL_SECTOR_SIZE, "logical sector size"));
        ByteView size = table.require(Layout.VIRTUAL_DISK_SIZE, "virtual disk size");
        long virtualSize = size.size64(0);
        if (virtualSize == 0 || virtualSize > Layout.MAX_VIRTUAL_SIZE || virtualSize % logical != 0) {
            throw size.corrupt(
                    0,
                    "virtual size is not a positive multiple of the sector size (" + logical + ") up to 64 TiB: "
                            + virtualSize);
        }
        return new DiskMetadata(
                (int) blockSize,
                (flags & 1) != 0,
                hasParent,
                virtualSize,
                table.require(Layout.VIRTUAL_DISK_ID, "virtual disk id").guid(0),
                logical,
                sectorSize(table.require(Layout.PHYSICAL_SECTOR_SIZE, "physical sector size")),
                hasParent ? ParentLocator.parse(table.require(Layout.PARENT_LOCATOR, "parent locator")) : null);
    }

    private static int sectorSize(ByteView item) throws CorruptDiskException {
        long size = item.u32(0);
        if (size != 512 && size != 4096) {
            throw item.corrupt(0, item.structure() + " is neither 512 nor 4096: " + size);
        }
        return (int) size;
    }

    /** Whether every block is meant to stay stored. */
    boolean isFixed() {
        return leaveBlocksAllocated && !hasParent;
    }

    /** Payload blocks that one sector bitmap block describes, [MS-VHDX] 2.4. */
    long chunkRatio() {
        return Layout.SECTORS_PER_CHUNK * logicalSectorSize / blockSize;
    }

    long blockCount() {
        return (virtualSize + blockSize - 1) / blockSize;
    }

    /** Entries that the block table must have, [MS-VHDX] 2.5. */
    long tableEntries() {
        long chunkRatio = chunkRatio();
        long chunks = (blockCount() + chunkRatio - 1) / chunkRatio;
        return hasParent ? chunks * (chunkRatio + 1) : blockCount() + (blockCount() - 1) / chunkRatio;
    }
}
