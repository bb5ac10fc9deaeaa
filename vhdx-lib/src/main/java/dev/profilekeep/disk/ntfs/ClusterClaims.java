package dev.profilekeep.disk.ntfs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters files claim, a bit for each; pages that are empty or full take no memory, so that its size grows with the
 * number of pieces of the files rather than with the volume. One thread.
 */
final class ClusterClaims {
    /** Receives clusters that were claimed before. */
    @FunctionalInterface
    interface Overlap {
        void at(long lcn, long count);
    }

    static final int PAGE_BITS = 65_536;
    private static final int WORDS = PAGE_BITS / 64;
    private static final long[] FULL = new long[WORDS];

    static {
        Arrays.fill(FULL, -1);
    }

    private final long[][] pages;
    private final int[] counts;
    private final int mostMixed;
    private int mixed;
    private boolean incomplete;

    /** @param mostMixed pages of 8 KiB that may be kept; claims that would need more are dropped */
    ClusterClaims(long clusters, int mostMixed) {
        int count = Math.toIntExact(clusters / PAGE_BITS + 1);
        this.pages = new long[count][];
        this.counts = new int[count];
        this.mostMixed = mostMixed;
    }

    /** Whether claims were dropped. */
    boolean isIncomplete() {
        return incomplete;
    }

    /** @param overlap receives the parts that were claimed before, in rising order */
    void claim(long lcn, long count, Overlap overlap) {
        long end = lcn + count;
        for (long at = lcn; at < end; ) {
            int page = (int) (at / PAGE_BITS);
            int from = (int) (at % PAGE_BITS);
            int to = (int) Math.min(PAGE_BITS, from + (end - at));
            inPage(page, from, to, overlap);
            at += to - from;
        }
    }

    private void inPage(int page, int from, int to, Overlap overlap) {
        long start = (long) page * PAGE_BITS;
        long[] words = pages[page];
        if (words == FULL) {
            overlap.at(start + from, to - from);
            return;
        }
        if (words == null) {
            if (to - from == PAGE_BITS) {
                pages[page] = FULL;
                return;
            }
            if (mixed == mostMixed) {
                incomplete = true;
                return;
            }
            mixed++;
            words = new long[WORDS];
            pages[page] = words;
        }
        for (int at = from; at < to; ) {
            int word = at / 64;
            int last = Math.min(to, (word + 1) * 64);
            long mask = mask(at % 64, last - word * 64);
            long twice = words[word] & mask;
            if (twice != 0) {
                reportEach(start + word * 64L, twice, overlap);
            }
            counts[page] += Long.bitCount(mask & ~words[word]);
            words[word] |= mask;
            at = last;
        }
        if (counts[page] == PAGE_BITS) {
            pages[page] = FULL;
            mixed--;
        }
    }

    private static long mask(int from, int to) {
        return (to == 64 ? -1L : (1L << to) - 1) & -1L << from;
    }

    private static void reportEach(long start, long bits, Overlap overlap) {
        for (long left = bits; left != 0; ) {
            int first = Long.numberOfTrailingZeros(left);
            int length = Long.numberOfTrailingZeros(~(left >>> first));
            overlap.at(start + first, length);
            left &= length + first == 64 ? 0 : -1L << (first + length);
        }
    }

    int pageCount() {
        return pages.length;
    }

    /** The words of a page, bit n of word m for its cluster 64m + n; null if nobody claims any. Not to be changed. */
    long @Nullable [] page(int page) {
        return pages[page];
    }
}
