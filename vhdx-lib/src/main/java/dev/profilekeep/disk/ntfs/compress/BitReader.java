package dev.profilekeep.disk.ntfs.compress;

import dev.profilekeep.disk.CorruptDiskException;

/**
 * Bits from little-endian words of 16, each from its highest bit on; whole bytes may stand between the words. A word is taken
 * only when its bits are asked for, which decides where such bytes are. Words past the end are zeros, as decoders look
 * further than they need; bytes past the end are a fault.
 */
final class BitReader {
    private final String name;
    private final byte[] bytes;
    private final int end;
    private int at;
    /** The lowest {@link #count} bits are those not taken yet. */
    private int held;

    private int count;

    BitReader(String name, byte[] bytes, int from, int end) {
        this.name = name;
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Takes words until {@code wanted} bits, at most 16, are there. */
    void need(int wanted) {
        while (count < wanted) {
            int word = at + 1 < end ? bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 : 0;
            at = Math.min(at + 2, end);
            held = held << 16 | word;
            count += 16;
        }
    }

    int peek(int wanted) {
        need(wanted);
        return held >>> (count - wanted) & (1 << wanted) - 1;
    }

    void drop(int taken) {
        count -= taken;
    }

    int read(int wanted) {
        int value = peek(wanted);
        drop(wanted);
        return value;
    }

    /** The next whole byte after the words taken so far. */
    int nextByte() throws CorruptDiskException {
        if (at >= end) {
            throw corrupt("the data ends too early");
        }
        return bytes[at++] & 0xff;
    }

    int nextU16() throws CorruptDiskException {
        return nextByte() | nextByte() << 8;
    }

    int nextU32() throws CorruptDiskException {
        return nextU16() | nextU16() << 16;
    }

    /** Forgets the rest of the word; a whole one that was not begun too. */
    void alignToBytes() {
        need(1);
        count = 0;
    }

    /** Copies whole bytes. */
    void copy(byte[] target, int to, int length) throws CorruptDiskException {
        if (length > end - at) {
            throw corrupt("the data ends too early");
        }
        System.arraycopy(bytes, at, target, to, length);
        at += length;
    }

    CorruptDiskException corrupt(String rule) {
        return new CorruptDiskException(name, at, rule);
    }
}
