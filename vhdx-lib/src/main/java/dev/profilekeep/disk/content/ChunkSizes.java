package dev.profilekeep.disk.content;

/**
 * How large chunks are, in bytes. Two disks have the same chunks only if they were cut by the same sizes.
 *
 * @param small for {@code $MFT}, {@code $Bitmap}, indexes, registry hives and Outlook's files, of which a little changes daily
 * @param large for all other files; like {@code small} a power of two from 4 KiB to 16 MiB, and not less
 * @param cutMin the least that is cut off where no file says where to cut; from 64 bytes on
 * @param cutAverage what is cut off on average, beside {@code cutMin}; a power of two
 * @param cutMax the most; not less than the two before, and not above 16 MiB
 */
public record ChunkSizes(int small, int large, int cutMin, int cutAverage, int cutMax) {
    public static final ChunkSizes STANDARD = new ChunkSizes(64 << 10, 1 << 20, 256 << 10, 1 << 20, 4 << 20);

    private static final int LEAST = 4096;
    private static final int MOST = 16 << 20;

    public ChunkSizes {
        requirePower("small", small);
        requirePower("large", large);
        if (small > large) {
            throw new IllegalArgumentException("small chunks are larger than large ones: " + small + ", " + large);
        }
        if (Integer.bitCount(cutAverage) != 1) {
            throw new IllegalArgumentException("average of cuts is not a power of two: " + cutAverage);
        }
        if (cutMin < GearCut.WINDOW
                || cutAverage < GearCut.WINDOW
                || cutMax < Math.max(cutMin, cutAverage)
                || cutMax > MOST) {
            throw new IllegalArgumentException(
                    "no sizes of cuts: from " + cutMin + ", on average " + cutAverage + ", to " + cutMax);
        }
    }

    private static void requirePower(String name, int size) {
        if (size < LEAST || size > MOST || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException(name + " is not a power of two from 4 KiB to 16 MiB: " + size);
        }
    }

    /** The most bytes that a chunk can have. */
    public int largest() {
        return Math.max(large, cutMax);
    }
}
