package dev.profilekeep.disk.vhd;

import java.util.UUID;

/**
 * What a VHD says of its disk apart from the content. Sizes in bytes; sectors have 512.
 *
 * @param virtualSize a positive multiple of 512, to 2,040 GiB, the most that Windows takes
 * @param blockSize a power of two from 512 KiB to 2 MiB; of no meaning if fixed
 * @param fixed every sector has its place in the file
 * @param uniqueId the disk's identity
 */
public record VhdEnvelope(long virtualSize, int blockSize, boolean fixed, UUID uniqueId) {
    /** What Windows makes. */
    public static final int USUAL_BLOCK = 2 << 20;

    static final int LEAST_BLOCK = 512 << 10;
    private static final long MOST = 2040L << 30;

    public VhdEnvelope {
        if (virtualSize <= 0 || virtualSize > MOST || virtualSize % 512 != 0) {
            throw new IllegalArgumentException(
                    "virtual size is not a positive multiple of 512 up to 2,040 GiB: " + virtualSize);
        }
        if (blockSize < LEAST_BLOCK || blockSize > USUAL_BLOCK || Integer.bitCount(blockSize) != 1) {
            throw new IllegalArgumentException("block size is neither 512 KiB, 1 MiB nor 2 MiB: " + blockSize);
        }
    }

    /** As Windows would make it, with a fresh identity. */
    public static VhdEnvelope dynamic(long virtualSize) {
        return new VhdEnvelope(virtualSize, USUAL_BLOCK, false, UUID.randomUUID());
    }

    public VhdEnvelope withUniqueId(UUID id) {
        return new VhdEnvelope(virtualSize, blockSize, fixed, id);
    }

    public VhdEnvelope asFixed() {
        return new VhdEnvelope(virtualSize, blockSize, true, uniqueId);
    }

    /** Blocks of the disk, the last of which may reach beyond its end. */
    long blocks() {
        return (virtualSize + blockSize - 1) / blockSize;
    }
}
