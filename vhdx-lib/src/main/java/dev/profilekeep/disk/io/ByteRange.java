package dev.profilekeep.disk.io;

/**
 * A half-open range of bytes.
 *
 * @param start first byte, not negative
 * @param length in bytes, not negative; {@code start + length} fits a long
 */
public record ByteRange(long start, long length) {
    public ByteRange {
        if (start < 0 || length < 0 || start > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a range: start " + start + ", length " + length);
        }
    }

    /** The range from {@code start} up to, not including, {@code end}. */
    public static ByteRange between(long start, long end) {
        return new ByteRange(start, end - start);
    }

    /** The byte after the last. */
    public long end() {
        return start + length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public boolean contains(ByteRange other) {
        return other.start >= start && other.end() <= end();
    }

    /** Whether the two have a byte in common; an empty range overlaps nothing. */
    public boolean overlaps(ByteRange other) {
        return Math.max(start, other.start) < Math.min(end(), other.end());
    }

    /** What both have in common; of length 0 if nothing. */
    public ByteRange intersect(ByteRange other) {
        long from = Math.max(start, other.start);
        return new ByteRange(from, Math.max(0, Math.min(end(), other.end()) - from));
    }
}
