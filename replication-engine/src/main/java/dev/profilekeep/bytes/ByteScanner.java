package dev.profilekeep.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Takes bytes apart, as a {@link ByteWriter} put them; whatever makes no sense is damage, and takes no memory. One thread.
 *
 * @param <X> how damage is told
 */
public class ByteScanner<X extends Exception> {
    private final String what;
    private final ByteBuffer bytes;
    private final Function<String, X> damage;

    /** @param what is read, for messages */
    public ByteScanner(String what, byte[] bytes, Function<String, X> damage) {
        this.what = what;
        this.bytes = ByteBuffer.wrap(bytes);
        this.damage = damage;
    }

    public final boolean hasMore() {
        return bytes.hasRemaining();
    }

    /**
     * To be thrown.
     *
     * @param rule that is broken
     */
    public final X damaged(String rule) {
        return damage.apply(what + " is damaged at byte " + bytes.position() + ": " + rule);
    }

    /** A number from 0 on. */
    public final long number() throws X {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = take(1).get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("a number does not end");
    }

    /** A number up to {@code most}. */
    public final int number(int most) throws X {
        long value = number();
        if (value > most) {
            throw damaged(value + " is more than " + most);
        }
        return (int) value;
    }

    /** How many things follow, of which each takes {@code leastBytes} or more. */
    public final int count(int leastBytes) throws X {
        return number(bytes.remaining() / leastBytes);
    }

    public final long signed() throws X {
        long folded = number();
        return folded >>> 1 ^ -(folded & 1);
    }

    public final long eightBytes() throws X {
        return take(Long.BYTES).getLong();
    }

    public final String text() throws X {
        int length = count(1);
        return StandardCharsets.UTF_8.decode(take(length)).toString();
    }

    public final String wideText() throws X {
        int length = count(2);
        return take(2 * length).asCharBuffer().toString();
    }

    public final byte[] raw(int count) throws X {
        byte[] raw = new byte[count];
        take(count).get(raw);
        return raw;
    }

    /** Nothing may follow. */
    public final void end() throws X {
        if (bytes.hasRemaining()) {
            throw damaged("more bytes than it should have");
        }
    }

    /** The next bytes. */
    protected final ByteBuffer take(int count) throws X {
        if (count > bytes.remaining()) {
            throw damaged("it ends too early");
        }
        ByteBuffer taken = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        return taken;
    }
}
