package dev.profilekeep.storage.layer;

import java.util.Arrays;

/**
 * How long probes of a location take as a rule: the tenth part of the latest 300 is quicker. Of those that were too slow only each tenth is kept, so that a bad hour does not become the
 * rule, and a server that is slow for good does, after some hours. Not safe for several threads.
 */
final class ProbeTimes {
    static final int KEPT = 300;
    /** Before so many, nothing is the rule. */
    static final int FEWEST = 5;

    private static final int OF_SLOW_ONES = 10;

    private final long[] nanos = new long[KEPT];
    private int count;
    private int next;
    private int slow;

    /** @return nanoseconds; 0 while it is not known */
    long usual() {
        if (count < FEWEST) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return Math.max(1, sorted[count / 10]);
    }

    void add(long took, boolean tooSlow) {
        if (tooSlow && slow++ % OF_SLOW_ONES != OF_SLOW_ONES - 1) {
            return;
        }
        nanos[next] = took;
        next = (next + 1) % KEPT;
        count = Math.min(KEPT, count + 1);
    }
}
