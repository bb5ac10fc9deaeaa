package dev.profilekeep.disk.ntfs.compress;

import dev.profilekeep.disk.CorruptDiskException;
import java.util.Arrays;

/**
 * LZ77+Huffman, [MS-XCA] 2.1 and 2.2, for one block of up to 64 KiB: 256 bytes with the lengths of 512 code words, two to a
 * byte, then symbols. One below 256 is a literal byte; of any other, bits 0–3 are the length less 3 (15: more follows) and
 * bits 4–7 the number of further bits of the distance.
 */
public final class XpressHuffman {
    private static final String NAME = "XPRESS data";
    private static final int SYMBOLS = 512;
    private static final int MAX_BITS = 15;
    private static final int MAX_BLOCK = 64 * 1024;

    private XpressHuffman() {}

    /**
     * Decodes one block.
     *
     * @param targetLength what the block holds, at most 64 KiB
     * @throws CorruptDiskException if the data breaks a rule; the offset in it counts from the start of the data
     */
    public static void decode(byte[] source, int sourceLength, byte[] target, int targetLength)
            throws CorruptDiskException {
        if (targetLength > MAX_BLOCK || targetLength > target.length) {
            throw new IllegalArgumentException("a block of " + targetLength + " bytes");
        }
        if (sourceLength < SYMBOLS / 2) {
            throw new CorruptDiskException(NAME, 0, "it has no table: " + sourceLength + " bytes");
        }
        byte[] lengths = new byte[SYMBOLS];
        for (int i = 0; i < SYMBOLS / 2; i++) {
            lengths[2 * i] = (byte) (source[i] & 15);
            lengths[2 * i + 1] = (byte) (source[i] >> 4 & 15);
        }
        var table = new HuffmanTable(NAME, Arrays.copyOf(lengths, SYMBOLS), MAX_BITS);
        var bits = new BitReader(NAME, source, SYMBOLS / 2, sourceLength);
        int to = 0;
        while (to < targetLength) {
            int symbol = table.read(bits);
            if (symbol < 256) {
                target[to++] = (byte) symbol;
                continue;
            }
            int distanceBits = symbol >> 4 & 15;
            bits.need(16);
            int distance = (1 << distanceBits) + bits.read(distanceBits);
            int length = symbol & 15;
            if (length == 15) {
                length += bits.nextByte();
                if (length == 15 + 255) {
                    length = bits.nextU16();
                    length = length == 0 ? bits.nextU32() : length;
                    if (length < 15 || length > MAX_BLOCK) {
                        throw bits.corrupt("repetition of " + Integer.toUnsignedString(length) + " bytes");
                    }
                }
            }
            to = Matches.copy(bits, target, to, targetLength, distance, length + 3);
        }
    }
}
