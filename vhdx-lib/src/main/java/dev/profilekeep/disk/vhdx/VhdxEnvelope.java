package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.UnsupportedDiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/**
 * What a VHDX says of its disk apart from the content: what is asked for when one is made, and what a copy in another layout
 * carries on. Sizes in bytes.
 *
 * @param virtualSize a multiple of the logical sector size, to 64 TiB
 * @param blockSize a power of two from 1 to 256 MiB
 * @param fixed every block is stored from the beginning and stays where it is
 * @param logicalSectorSize 512 or 4096
 * @param physicalSectorSize 512 or 4096
 * @param virtualDiskId the disk's identity (SCSI page 83)
 * @param userItems metadata that programs have put there for themselves
 */
public record VhdxEnvelope(
        long virtualSize,
        int blockSize,
        boolean fixed,
        int logicalSectorSize,
        int physicalSectorSize,
        UUID virtualDiskId,
        List<UserItem> userItems) {
    /** What Windows takes for a dynamic disk. */
    public static final int USUAL_BLOCK = 32 * Layout.MIB;

    private static final int MAX_USER_BYTES = 64 * Layout.MIB;

    /**
     * Metadata of a program, [MS-VHDX] 2.6.1.2.
     *
     * @param virtualDisk it speaks of the disk, not of the file
     * @param bytes at most 1 MiB; never changed
     */
    public record UserItem(UUID id, boolean virtualDisk, ByteBuffer bytes) {
        public UserItem {
            if (bytes.remaining() > Layout.MAX_METADATA_ITEM) {
                throw new IllegalArgumentException("user item is longer than 1 MiB: " + bytes.remaining());
            }
            bytes = ByteBuffer.allocate(bytes.remaining())
                    .put(bytes.duplicate())
                    .flip()
                    .asReadOnlyBuffer();
        }

        @Override
        public ByteBuffer bytes() {
            return bytes.duplicate();
        }
    }

    public VhdxEnvelope {
        userItems = List.copyOf(userItems);
        if (blockSize < Layout.MIN_BLOCK || blockSize > Layout.MAX_BLOCK || Integer.bitCount(blockSize) != 1) {
            throw new IllegalArgumentException("block size is not a power of two from 1 MiB to 256 MiB: " + blockSize);
        }
        requireSectorSize("logical", logicalSectorSize);
        requireSectorSize("physical", physicalSectorSize);
        if (virtualSize <= 0 || virtualSize > Layout.MAX_VIRTUAL_SIZE || virtualSize % logicalSectorSize != 0) {
            throw new IllegalArgumentException("virtual size is not a positive multiple of the sector size ("
                    + logicalSectorSize + ") up to 64 TiB: " + virtualSize);
        }
        requireItems(userItems);
    }

    private static void requireSectorSize(String which, int size) {
        if (size != 512 && size != 4096) {
            throw new IllegalArgumentException(which + " sector size is neither 512 nor 4096: " + size);
        }
    }

    private static void requireItems(List<UserItem> items) {
        if (items.size() > Layout.MAX_USER_ITEMS) {
            throw new IllegalArgumentException("more than " + Layout.MAX_USER_ITEMS + " user items: " + items.size());
        }
        var ids = new HashSet<UUID>();
        long bytes = 0;
        for (UserItem item : items) {
            bytes += item.bytes().remaining();
            if (!ids.add(item.id())) {
                throw new IllegalArgumentException("user item " + item.id() + " is given twice");
            }
        }
        if (bytes > MAX_USER_BYTES) {
            throw new IllegalArgumentException("user items have more than " + MAX_USER_BYTES + " bytes: " + bytes);
        }
    }

    /** A dynamic disk as Windows would make it, with a fresh identity. */
    public static VhdxEnvelope dynamic(long virtualSize) {
        return new VhdxEnvelope(virtualSize, USUAL_BLOCK, false, 512, 4096, UUID.randomUUID(), List.of());
    }

    public VhdxEnvelope asFixed() {
        return new VhdxEnvelope(
                virtualSize, blockSize, true, logicalSectorSize, physicalSectorSize, virtualDiskId, userItems);
    }

    public VhdxEnvelope asDynamic() {
        return new VhdxEnvelope(
                virtualSize, blockSize, false, logicalSectorSize, physicalSectorSize, virtualDiskId, userItems);
    }

    public VhdxEnvelope withBlockSize(int size) {
        return new VhdxEnvelope(
                virtualSize, size, fixed, logicalSectorSize, physicalSectorSize, virtualDiskId, userItems);
    }

    public VhdxEnvelope withSectors(int logical, int physical) {
        return new VhdxEnvelope(virtualSize, blockSize, fixed, logical, physical, virtualDiskId, userItems);
    }

    public VhdxEnvelope withVirtualDiskId(UUID id) {
        return new VhdxEnvelope(virtualSize, blockSize, fixed, logicalSectorSize, physicalSectorSize, id, userItems);
    }

    public VhdxEnvelope withUserItems(List<UserItem> items) {
        return new VhdxEnvelope(
                virtualSize, blockSize, fixed, logicalSectorSize, physicalSectorSize, virtualDiskId, items);
    }

    static VhdxEnvelope read(VhdxParts parts) throws IOException {
        var items = new ArrayList<UserItem>();
        long bytes = 0;
        for (MetadataTable.Entry entry : parts.items().entries()) {
            if (entry.user()) {
                bytes += entry.range().length();
                if (bytes > MAX_USER_BYTES) {
                    throw new UnsupportedDiskException("VHDX user metadata of more than " + MAX_USER_BYTES + " bytes");
                }
                byte[] item = parts.items().bytes(entry, "user metadata").copy();
                items.add(new UserItem(entry.id(), entry.virtualDisk(), ByteBuffer.wrap(item)));
            }
        }
        DiskMetadata metadata = parts.metadata();
        return new VhdxEnvelope(
                metadata.virtualSize(),
                metadata.blockSize(),
                metadata.isFixed(),
                metadata.logicalSectorSize(),
                metadata.physicalSectorSize(),
                metadata.virtualDiskId(),
                items);
    }

    /** The metadata that a file of this envelope has. */
    DiskMetadata metadata() {
        return new DiskMetadata(
                blockSize, fixed, false, virtualSize, virtualDiskId, logicalSectorSize, physicalSectorSize, null);
    }
}
