package dev.profilekeep.storage;

import java.util.List;

/**
 * Bytes of one file that are to be in another.
 *
 * @param from where they begin in the source, in bytes
 * @param to where they are to begin in the target, in bytes
 * @param length in bytes, more than 0
 */
public record CopyRange(long from, long to, long length) {
    public CopyRange {
        if (from < 0 || to < 0 || length <= 0 || from > Long.MAX_VALUE - length || to > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not to be copied: " + length + " bytes from " + from + " to " + to);
        }
    }

    /** The byte of the source after the last. */
    public long sourceEnd() {
        return from + length;
    }

    /** Bytes of all of them. */
    public static long bytes(List<CopyRange> ranges) {
        return ranges.stream().mapToLong(CopyRange::length).sum();
    }
}
