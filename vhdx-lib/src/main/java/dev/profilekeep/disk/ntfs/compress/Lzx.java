package dev.profilekeep.disk.ntfs.compress;

import dev.profilekeep.disk.CorruptDiskException;
import java.util.Arrays;

/**
 * LZX as WIM files and Windows' "compact" use it, for one block of up to 32 KiB that stands alone ([MS-PATCH] with the
 * differences that the WIM format makes). Blocks of the format inside: a type of 3 bits (1 verbatim, 2 with aligned
 * distances, 3 stored), a bit that says "32 KiB", else 16 bits of length; then code lengths, which are told as differences to
 * those of the block before. Calls of x86 programs are translated back at the end.
 */
public final class Lzx {
    private static final String NAME = "LZX data";
    private static final int MAX_BLOCK = 32 * 1024;
    private static final int SLOTS = 30;
    private static final int MAIN_SYMBOLS = 256 + 8 * SLOTS;
    private static final int LENGTH_SYMBOLS = 249;
    private static final int PRE_SYMBOLS = 20;
    private static final int ALIGNED_SYMBOLS = 8;
    private static final int VERBATIM = 1;
    private static final int ALIGNED = 2;
    private static final int STORED = 3;
    /** The size of file that WIM pretends for translating calls. */
    private static final int CALL_SPAN = 12_000_000;

    private static final int[] SLOT_BASE = new int[SLOTS];
    private static final int[] SLOT_BITS = new int[SLOTS];

    static {
        int base = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            SLOT_BASE[slot] = base;
            SLOT_BITS[slot] = slot < 4 ? 0 : slot / 2 - 1;
            base += 1 << SLOT_BITS[slot];
        }
    }

    private final BitReader bits;
    private final byte[] target;
    private final int targetLength;
    private final byte[] mainLengths = new byte[MAIN_SYMBOLS];
    private final byte[] lengthLengths = new byte[LENGTH_SYMBOLS];
    /** The distances used last. */
    private final int[] recent = {1, 1, 1};

    private Lzx(byte[] source, int sourceLength, byte[] target, int targetLength) {
        this.bits = new BitReader(NAME, source, 0, sourceLength);
        this.target = target;
        this.targetLength = targetLength;
    }

    /**
     * Decodes one block.
     *
     * @param targetLength what the block holds, at most 32 KiB
     * @throws CorruptDiskException if the data breaks a rule; the offset in it counts from the start of the data
     */
    public static void decode(byte[] source, int sourceLength, byte[] target, int targetLength)
            throws CorruptDiskException {
        if (targetLength > MAX_BLOCK || targetLength > target.length) {
            throw new IllegalArgumentException("a block of " + targetLength + " bytes");
        }
        new Lzx(source, sourceLength, target, targetLength).run();
        translateCalls(target, targetLength);
    }

    private void run() throws CorruptDiskException {
        int to = 0;
        while (to < targetLength) {
            int type = bits.read(3);
            int length = bits.read(1) == 1 ? MAX_BLOCK : bits.read(16);
            if (length == 0 || length > targetLength - to) {
                throw bits.corrupt("block of " + length + " bytes, " + (targetLength - to) + " are left");
            }
            if (type == STORED) {
                stored(to, length);
            } else if (type == VERBATIM || type == ALIGNED) {
                compressed(to, to + length, type == ALIGNED);
            } else {
                throw bits.corrupt("block of type " + type);
            }
            to += length;
        }
    }

    private void stored(int to, int length) throws CorruptDiskException {
        bits.alignToBytes();
        for (int i = 0; i < recent.length; i++) {
            recent[i] = bits.nextU32();
            if (recent[i] == 0) {
                throw bits.corrupt("a distance of 0");
            }
        }
        bits.copy(target, to, length);
        if (length % 2 != 0 && to + length < targetLength) {
            bits.nextByte();
        }
    }

    private void compressed(int from, int end, boolean aligned) throws CorruptDiskException {
        HuffmanTable alignedTable = null;
        if (aligned) {
            byte[] lengths = new byte[ALIGNED_SYMBOLS];
            for (int i = 0; i < ALIGNED_SYMBOLS; i++) {
                lengths[i] = (byte) bits.read(3);
            }
            alignedTable = new HuffmanTable(NAME, lengths, 7);
        }
        readLengths(mainLengths, 0, 256);
        readLengths(mainLengths, 256, MAIN_SYMBOLS);
        var main = new HuffmanTable(NAME, mainLengths, 16);
        readLengths(lengthLengths, 0, LENGTH_SYMBOLS);
        var lengthTable = new HuffmanTable(NAME, lengthLengths, 16);
        int to = from;
        while (to < end) {
            int symbol = main.read(bits);
            if (symbol < 256) {
                target[to++] = (byte) symbol;
                continue;
            }
            int length = symbol & 7;
            if (length == 7) {
                length += lengthTable.read(bits);
            }
            int slot = symbol - 256 >> 3;
            int distance;
            if (slot < 3) {
                distance = recent[slot];
                recent[slot] = recent[0];
            } else {
                int more = SLOT_BITS[slot];
                int offset = SLOT_BASE[slot];
                if (alignedTable != null && more >= 3) {
                    offset += bits.read(more - 3) << 3;
                    offset += alignedTable.read(bits);
                } else {
                    offset += bits.read(more);
                }
                distance = offset - 2;
                recent[2] = recent[1];
                recent[1] = recent[0];
            }
            recent[0] = distance;
            to = Matches.copy(bits, target, to, end, distance & 0xffffffffL, length + 2);
        }
    }

    /** Code lengths as differences, themselves in a small code. */
    private void readLengths(byte[] lengths, int from, int end) throws CorruptDiskException {
        byte[] preLengths = new byte[PRE_SYMBOLS];
        for (int i = 0; i < PRE_SYMBOLS; i++) {
            preLengths[i] = (byte) bits.read(4);
        }
        var pre = new HuffmanTable(NAME, preLengths, 15);
        for (int at = from; at < end; ) {
            int symbol = pre.read(bits);
            int run = 1;
            int value;
            if (symbol < 17) {
                value = difference(lengths[at], symbol);
            } else if (symbol == 17) {
                run = 4 + bits.read(4);
                value = 0;
            } else if (symbol == 18) {
                run = 20 + bits.read(5);
                value = 0;
            } else {
                run = 4 + bits.read(1);
                int next = pre.read(bits);
                if (next > 17) {
                    throw bits.corrupt("a run of code lengths inside another");
                }
                value = difference(lengths[at], next);
            }
            int stop = Math.min(end, at + run);
            Arrays.fill(lengths, at, stop, (byte) value);
            at = stop;
        }
    }

    private static int difference(int before, int symbol) {
        int value = before - symbol;
        return value < 0 ? value + 17 : value;
    }

    private static void translateCalls(byte[] data, int length) {
        for (int i = 0; i < length - 10; i++) {
            if (data[i] != (byte) 0xe8) {
                continue;
            }
            int absolute =
                    data[i + 1] & 0xff | (data[i + 2] & 0xff) << 8 | (data[i + 3] & 0xff) << 16 | data[i + 4] << 24;
            if (absolute >= -i && absolute < CALL_SPAN) {
                int relative = absolute >= 0 ? absolute - i : absolute + CALL_SPAN;
                data[i + 1] = (byte) relative;
                data[i + 2] = (byte) (relative >> 8);
                data[i + 3] = (byte) (relative >> 16);
                data[i + 4] = (byte) (relative >> 24);
            }
            i += 4;
        }
    }
}
