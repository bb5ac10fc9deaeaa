package dev.profilekeep.disk.compact;

import org.jspecify.annotations.Nullable;

/**
 * What a compaction is to make.
 *
 * @param blockSize of the new container, in bytes; null for that of the old
 * @param toVhdx whether a VHD becomes a VHDX
 * @param toDynamic whether a fixed container becomes a dynamic one
 * @param leastGain bytes below which it is not worth the work
 * @param leastShare of the file's length, from 0 to 1, below which it is not worth the work
 */
public record CompactionWish(
        @Nullable Integer blockSize, boolean toVhdx, boolean toDynamic, long leastGain, double leastShare) {
    /** Block size and format stay; a gain of 256 MiB and of 5 % is worth the work. */
    public static final CompactionWish USUAL = new CompactionWish(null, false, false, 256L << 20, 0.05);

    public CompactionWish {
        if (leastGain < 0 || !(leastShare >= 0 && leastShare <= 1)) {
            throw new IllegalArgumentException("no threshold: " + leastGain + " bytes, a share of " + leastShare);
        }
    }

    public CompactionWish withBlockSize(@Nullable Integer size) {
        return new CompactionWish(size, toVhdx, toDynamic, leastGain, leastShare);
    }

    public CompactionWish withForm(boolean vhdx, boolean dynamic) {
        return new CompactionWish(blockSize, vhdx, dynamic, leastGain, leastShare);
    }

    public CompactionWish withThreshold(long bytes, double share) {
        return new CompactionWish(blockSize, toVhdx, toDynamic, bytes, share);
    }
}
