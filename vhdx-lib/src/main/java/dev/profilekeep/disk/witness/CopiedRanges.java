package dev.profilekeep.disk.witness;

import java.util.Arrays;

/**
 * What was to be copied from file to file, in the order of the disk. Takes 24 bytes for each range; what touches in both files is one. One thread.
 */
public final class CopiedRanges {
    private static final int FIELDS = 3;

    private long[] ranges = new long[16 * FIELDS];
    private int count;

    /**
     * Takes note of the next range.
     *
     * @param from where in the old file, in bytes
     * @param to where in the new one
     */
    public void add(long from, long to, long length) {
        int last = (count - 1) * FIELDS;
        if (count > 0 && ranges[last] + ranges[last + 2] == from && ranges[last + 1] + ranges[last + 2] == to) {
            ranges[last + 2] += length;
            return;
        }
        int next = count * FIELDS;
        if (next == ranges.length) {
            ranges = Arrays.copyOf(ranges, 2 * next);
        }
        ranges[next] = from;
        ranges[next + 1] = to;
        ranges[next + 2] = length;
        count++;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    long from(int range) {
        return ranges[range * FIELDS];
    }

    long to(int range) {
        return ranges[range * FIELDS + 1];
    }

    long length(int range) {
        return ranges[range * FIELDS + 2];
    }
}
