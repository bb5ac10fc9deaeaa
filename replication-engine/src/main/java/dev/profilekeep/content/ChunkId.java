package dev.profilekeep.content;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The name of a chunk: the first 160 bits of HMAC-SHA-256 over its digest, with a key of the repository. Two chunks have one name only if they
 * are one: with 10¹⁰ chunks, two others would meet once in 10²⁸ such repositories. Ordered as unsigned numbers.
 */
public record ChunkId(long high, long middle, int low) implements Comparable<ChunkId> {
    public static final int BYTES = 20;

    /** @param bytes {@link #BYTES} or more, of which the first count */
    public static ChunkId of(byte[] bytes) {
        return read(ByteBuffer.wrap(bytes));
    }

    /** The next {@link #BYTES} of {@code from}. */
    public static ChunkId read(ByteBuffer from) {
        return new ChunkId(from.getLong(), from.getLong(), from.getInt());
    }

    /** Puts {@link #BYTES}. */
    public void write(ByteBuffer to) {
        to.putLong(high).putLong(middle).putInt(low);
    }

    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        write(bytes);
        return bytes.array();
    }

    @Override
    public int compareTo(ChunkId other) {
        int order = Long.compareUnsigned(high, other.high);
        if (order == 0) {
            order = Long.compareUnsigned(middle, other.middle);
        }
        return order == 0 ? Integer.compareUnsigned(low, other.low) : order;
    }

    /** In hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
