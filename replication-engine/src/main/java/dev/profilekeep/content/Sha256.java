package dev.profilekeep.content;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest by SHA-256 (FIPS 180-4), in four big-endian parts. */
public record Sha256(long a, long b, long c, long d) {
    public static final int BYTES = 32;

    /** One for each thread: making one costs more than the digest of a short chunk. */
    private static final ThreadLocal<MessageDigest> DIGESTS = ThreadLocal.withInitial(Sha256::start);

    /** Begins one of something that comes piece by piece. */
    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Of all that remains in {@code bytes}. */
    public static Sha256 of(ByteBuffer bytes) {
        MessageDigest digest = DIGESTS.get();
        digest.update(bytes);
        return read(ByteBuffer.wrap(digest.digest()));
    }

    public static Sha256 of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes));
    }

    static Sha256 end(MessageDigest digest) {
        return read(ByteBuffer.wrap(digest.digest()));
    }

    /** The next {@link #BYTES} of {@code from}. */
    public static Sha256 read(ByteBuffer from) {
        return new Sha256(from.getLong(), from.getLong(), from.getLong(), from.getLong());
    }

    /**
     * As {@link #toString} tells it.
     *
     * @throws IllegalArgumentException if it is not so told
     */
    public static Sha256 parse(String hexadecimal) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("no SHA-256: " + hexadecimal);
        }
        return read(ByteBuffer.wrap(bytes));
    }

    /** Puts {@link #BYTES}. */
    public void write(ByteBuffer to) {
        to.putLong(a).putLong(b).putLong(c).putLong(d);
    }

    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        write(bytes);
        return bytes.array();
    }

    /** In hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
