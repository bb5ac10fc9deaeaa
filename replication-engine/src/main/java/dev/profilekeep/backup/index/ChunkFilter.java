package dev.profilekeep.backup.index;

import dev.profilekeep.content.ChunkId;
import java.nio.ByteBuffer;

/**
 * Says of a chunk that it is surely not there, or that it may be: of those that are not, about one in 200 may be. A Bloom filter in blocks
 * of 512 bits (Putze, Sanders, Singler 2007), so that a question costs one line of the processor's cache: 12 bits and 7 marks for each
 * chunk. Ids are as good as random, so their own bits serve as hashes. Filling is for one thread, asking for several.
 */
final class ChunkFilter {
    static final int BLOCK_BYTES = 64;
    private static final int BITS_EACH = 12;
    private static final int MARKS = 7;
    private static final int WORDS = BLOCK_BYTES / 8;

    private final long[] words;
    private final int blocks;

    private ChunkFilter(int blocks) {
        this.blocks = blocks;
        this.words = new long[Math.multiplyExact(blocks, WORDS)];
    }

    /** @param chunks at most so many are added */
    static ChunkFilter forChunks(long chunks) {
        return new ChunkFilter(
                Math.toIntExact(Math.max(1, (chunks * BITS_EACH + BLOCK_BYTES * 8 - 1) / (BLOCK_BYTES * 8L))));
    }

    static ChunkFilter empty(int blocks) {
        return new ChunkFilter(blocks);
    }

    int blocks() {
        return blocks;
    }

    void add(ChunkId id) {
        int block = block(id);
        for (int mark = 0; mark < MARKS; mark++) {
            int bit = bit(id, mark);
            words[block + bit / 64] |= 1L << bit;
        }
    }

    /** Whether it may be there. */
    boolean mayHave(ChunkId id) {
        int block = block(id);
        for (int mark = 0; mark < MARKS; mark++) {
            int bit = bit(id, mark);
            if ((words[block + bit / 64] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Its first word: by the id's middle, as entries are sorted by its beginning. */
    private int block(ChunkId id) {
        long scaled = Math.multiplyHigh(id.middle() >>> 1, (long) blocks << 1);
        return (int) scaled * WORDS;
    }

    /** Nine bits of the id's beginning. */
    private static int bit(ChunkId id, int mark) {
        return (int) (id.high() >>> 9 * mark) & 511;
    }

    /** @param first block */
    void write(int first, int count, ByteBuffer to) {
        for (int word = first * WORDS; word < (first + count) * WORDS; word++) {
            to.putLong(words[word]);
        }
    }

    /** @param first block */
    void read(int first, int count, ByteBuffer from) {
        for (int word = first * WORDS; word < (first + count) * WORDS; word++) {
            words[word] = from.getLong();
        }
    }
}
