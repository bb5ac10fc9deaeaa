package dev.profilekeep.bytes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Puts bytes together. Numbers take as many bytes as they need: seven bits each, the lowest first, the eighth bit says that more follow.
 * One thread.
 *
 * @param <W> the writer itself, so that calls can be chained
 */
public abstract class ByteWriter<W extends ByteWriter<W>> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    protected abstract W self();

    public final int size() {
        return bytes.size();
    }

    /** A number from 0 on. */
    public final W number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        long rest = value;
        while (rest >= 0x80) {
            bytes.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return self();
    }

    /** A number that may be negative: twice it, or twice what it lacks to zero less one. */
    public final W signed(long value) {
        long folded = value << 1 ^ value >> 63;
        if (folded < 0) {
            throw new IllegalArgumentException("too large: " + value);
        }
        return number(folded);
    }

    /** Any number, as eight bytes, the highest first. */
    public final W eightBytes(long value) {
        return raw(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    /** Its length in UTF-8, and it. */
    public final W text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        bytes.writeBytes(utf8);
        return self();
    }

    /** Its length in UTF-16, and it: what stands on disks need not be valid Unicode. */
    public final W wideText(String text) {
        number(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes.write(text.charAt(i) >> 8);
            bytes.write(text.charAt(i));
        }
        return self();
    }

    /** Bytes whose number is known. */
    public final W raw(byte[] more) {
        bytes.writeBytes(more);
        return self();
    }

    public final byte[] toBytes() {
        return bytes.toByteArray();
    }
}
