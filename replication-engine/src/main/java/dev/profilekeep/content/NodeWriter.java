package dev.profilekeep.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Puts together the bytes of a node. Numbers take as many bytes as they need: seven bits each, the lowest first, the eighth bit says that more follow. */
final class NodeWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    int size() {
        return bytes.size();
    }

    NodeWriter number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        long rest = value;
        while (rest >= 0x80) {
            bytes.write((int) rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    /** A number that may be negative: twice it, or twice what it lacks to zero less one. */
    NodeWriter signed(long value) {
        long folded = value << 1 ^ value >> 63;
        if (folded < 0) {
            throw new IllegalArgumentException("too large: " + value);
        }
        return number(folded);
    }

    /** Its length in UTF-8, and it. */
    NodeWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    /** Its length in UTF-16, and it: what stands on disks need not be valid Unicode. */
    NodeWriter wideText(String text) {
        number(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes.write(text.charAt(i) >> 8);
            bytes.write(text.charAt(i));
        }
        return this;
    }

    NodeWriter digest(Sha256 digest) {
        bytes.writeBytes(digest.bytes());
        return this;
    }

    NodeWriter raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    NodeWriter chunkId(ChunkId id) {
        ByteBuffer buffer = ByteBuffer.allocate(ChunkId.BYTES);
        id.write(buffer);
        bytes.writeBytes(buffer.array());
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
