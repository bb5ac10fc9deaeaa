package dev.profilekeep.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes the bytes of a node apart, as {@link NodeWriter} put them; whatever makes no sense is damage. */
final class NodeScanner {
    private final String what;
    private final ByteBuffer bytes;

    /** @param what is read, for messages */
    NodeScanner(String what, byte[] node) {
        this.what = what;
        this.bytes = ByteBuffer.wrap(node);
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    MapDamagedException damaged(String rule) {
        return new MapDamagedException(what + " is damaged at byte " + bytes.position() + ": " + rule);
    }

    long number() throws MapDamagedException {
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
    int number(int most) throws MapDamagedException {
        long value = number();
        if (value > most) {
            throw damaged(value + " is more than " + most);
        }
        return (int) value;
    }

    /** How many things follow, of which each takes {@code leastBytes} or more. */
    int count(int leastBytes) throws MapDamagedException {
        return number(bytes.remaining() / leastBytes);
    }

    long signed() throws MapDamagedException {
        long folded = number();
        return folded >>> 1 ^ -(folded & 1);
    }

    String text() throws MapDamagedException {
        int length = count(1);
        String text = StandardCharsets.UTF_8.decode(take(length)).toString();
        return text;
    }

    String wideText() throws MapDamagedException {
        int length = count(2);
        return take(2 * length).asCharBuffer().toString();
    }

    Sha256 digest() throws MapDamagedException {
        return Sha256.read(take(Sha256.BYTES));
    }

    ChunkId chunkId() throws MapDamagedException {
        return ChunkId.read(take(ChunkId.BYTES));
    }

    byte[] raw(int count) throws MapDamagedException {
        byte[] raw = new byte[count];
        take(count).get(raw);
        return raw;
    }

    void end() throws MapDamagedException {
        if (bytes.hasRemaining()) {
            throw damaged("more bytes than it should have");
        }
    }

    private ByteBuffer take(int count) throws MapDamagedException {
        if (count > bytes.remaining()) {
            throw damaged("it ends too early");
        }
        ByteBuffer taken = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        return taken;
    }
}
