package dev.profilekeep.disk.compact;

import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import java.io.IOException;
import java.util.BitSet;

/**
 * In which blocks of a disk something counts that is stored. Takes a bit for each block of the smallest size asked for: 8 MB for
 * 64 TiB in blocks of 1 MiB. Immutable once it is made.
 */
final class LiveBlocks {
    private final BitSet live;
    private final long blockSize;
    private final long bytes;
    private final long[] words;
    /** Live blocks before each word. */
    private final int[] before;

    private LiveBlocks(BitSet live, long blockSize, long bytes) {
        this.live = live;
        this.blockSize = blockSize;
        this.bytes = bytes;
        this.words = live.toLongArray();
        this.before = new int[words.length];
        for (int i = 1; i < words.length; i++) {
            before[i] = before[i - 1] + Long.bitCount(words[i - 1]);
        }
    }

    /**
     * Reads block tables and bitmaps of volumes.
     *
     * @param blockSize in bytes, a power of two
     */
    static LiveBlocks of(ContentLayout layout, long blockSize) throws IOException {
        VirtualDisk disk = layout.disk();
        BitSet live = new BitSet();
        long[] bytes = {0};
        layout.counted(range -> disk.extents(range, extent -> {
            if (extent instanceof Extent.Stored) {
                bytes[0] += extent.length();
                live.set(
                        Math.toIntExact(extent.diskOffset() / blockSize),
                        Math.toIntExact((extent.diskEnd() - 1) / blockSize) + 1);
            }
        }));
        return new LiveBlocks(live, blockSize, bytes[0]);
    }

    /** @param largerBlock a multiple of the block size by a power of two */
    LiveBlocks in(long largerBlock) {
        long factor = largerBlock / blockSize;
        if (factor < 1 || largerBlock % blockSize != 0) {
            throw new IllegalArgumentException("no multiple of " + blockSize + ": " + largerBlock);
        }
        BitSet larger = new BitSet();
        for (int at = live.nextSetBit(0); at >= 0; ) {
            int block = (int) (at / factor);
            larger.set(block);
            long next = (block + 1) * factor;
            at = next > Integer.MAX_VALUE ? -1 : live.nextSetBit((int) next);
        }
        return new LiveBlocks(larger, largerBlock, bytes);
    }

    long blockSize() {
        return blockSize;
    }

    int count() {
        return live.cardinality();
    }

    /** Bytes that count and are stored. */
    long bytes() {
        return bytes;
    }

    /** The first block from {@code from} on; -1 if there is none. */
    int next(int from) {
        return live.nextSetBit(from);
    }

    /** How many come before a block; -1 if nothing counts in it. */
    int rank(long block) {
        int word = (int) Math.min(block / Long.SIZE, Integer.MAX_VALUE);
        if (word >= words.length) {
            return -1;
        }
        long bit = 1L << block % Long.SIZE;
        return (words[word] & bit) == 0 ? -1 : before[word] + Long.bitCount(words[word] & bit - 1);
    }
}
