package dev.profilekeep.disk.ntfs.compress;

import dev.profilekeep.disk.CorruptDiskException;
import java.util.Arrays;

/**
 * A canonical Huffman code, as a table from the next bits to a symbol and the length of its code word. Short codes of equal
 * symbols are made as [MS-XCA] 2.1 and the LZX format do: by length, then by symbol.
 */
final class HuffmanTable {
    private final int maxBits;
    /** Symbol × 32 + length; -1 for bits that begin no code word. */
    private final int[] entries;

    /**
     * @param lengths of the code words, by symbol; 0 for a symbol that does not occur
     * @param maxBits no length is greater
     */
    HuffmanTable(String name, byte[] lengths, int maxBits) throws CorruptDiskException {
        this.maxBits = maxBits;
        this.entries = new int[1 << maxBits];
        int[] count = new int[maxBits + 1];
        for (byte length : lengths) {
            if (length > maxBits) {
                throw new CorruptDiskException(name, 0, "a code word has " + length + " bits");
            }
            count[length]++;
        }
        int[] next = new int[maxBits + 2];
        int place = 0;
        for (int length = 1; length <= maxBits; length++) {
            next[length] = place;
            place += count[length] << (maxBits - length);
            if (place > entries.length) {
                throw new CorruptDiskException(name, 0, "the code words do not fit together");
            }
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                int span = 1 << (maxBits - length);
                int begin = next[length];
                Arrays.fill(entries, begin, begin + span, symbol << 5 | length);
                next[length] = begin + span;
            }
        }
        Arrays.fill(entries, place, entries.length, -1);
    }

    /** The next symbol; its bits are taken. */
    int read(BitReader bits) throws CorruptDiskException {
        int entry = entries[bits.peek(maxBits)];
        if (entry < 0) {
            throw bits.corrupt("bits that are no code word");
        }
        bits.drop(entry & 31);
        return entry >> 5;
    }
}
