package dev.profilekeep.disk.ntfs.compress;

import dev.profilekeep.disk.CorruptDiskException;
import java.util.Arrays;

/**
 * LZNT1, [MS-XCA] 2.5: chunks that each hold up to 4 KiB. A chunk begins with a 16-bit header: bits 0–11 the length of what
 * follows less 1, bits 12–14 are 3, bit 15 says that it is compressed. A header of 0 ends the data. A compressed chunk is
 * made of groups: a byte whose bits, from the lowest, say of eight items whether each is a literal byte (0) or 16 bits that
 * repeat what was written before (1). How many of these are the length depends on how much of the chunk is written.
 */
public final class Lznt1 {
    /** What one chunk holds, and where each begins in the result. */
    public static final int CHUNK = 4096;

    private static final int COMPRESSED = 0x8000;
    private static final String NAME = "LZNT1 data";

    private Lznt1() {}

    /**
     * Decodes {@code source} from 0 to {@code sourceLength} into {@code target}, whose rest is filled with zeros.
     *
     * @throws CorruptDiskException if the data breaks a rule or holds more than fits; the offset in it counts from the start
     *     of the data
     */
    public static void decode(byte[] source, int sourceLength, byte[] target) throws CorruptDiskException {
        int from = 0;
        int to = 0;
        while (from + 2 <= sourceLength && to < target.length) {
            int header = u16(source, from);
            if (header == 0) {
                break;
            }
            if ((header >> 12 & 7) != 3) {
                throw new CorruptDiskException(
                        NAME, from, "chunk header has no signature: 0x" + Integer.toHexString(header));
            }
            int begin = from + 2;
            int end = begin + (header & 0xfff) + 1;
            if (end > sourceLength) {
                throw new CorruptDiskException(NAME, from, "chunk ends at " + end + ", the data at " + sourceLength);
            }
            int limit = Math.min(target.length, to + CHUNK);
            int written;
            if ((header & COMPRESSED) != 0) {
                written = chunk(source, begin, end, target, to, limit);
            } else {
                int length = end - begin;
                if (length > limit - to) {
                    throw new CorruptDiskException(NAME, from, "chunk of " + length + " bytes does not fit");
                }
                System.arraycopy(source, begin, target, to, length);
                written = to + length;
            }
            Arrays.fill(target, written, limit, (byte) 0);
            to = limit;
            from = end;
        }
        Arrays.fill(target, to, target.length, (byte) 0);
    }

    /** @return where the result ends */
    private static int chunk(byte[] source, int begin, int end, byte[] target, int to, int limit)
            throws CorruptDiskException {
        int at = begin;
        int out = to;
        while (at < end) {
            int group = source[at++];
            for (int bit = 0; bit < 8 && at < end; bit++, group >>= 1) {
                if ((group & 1) == 0) {
                    if (out == limit) {
                        throw tooLong(at);
                    }
                    target[out++] = source[at++];
                    continue;
                }
                if (at + 2 > end) {
                    throw new CorruptDiskException(NAME, at, "chunk ends inside a repetition");
                }
                int lengthBits = lengthBits(out - to);
                int pair = u16(source, at);
                int distance = (pair >> lengthBits) + 1;
                int length = (pair & (1 << lengthBits) - 1) + 3;
                if (distance > out - to) {
                    throw new CorruptDiskException(
                            NAME, at, "repetition begins " + distance + " back, there are " + (out - to) + " bytes");
                }
                if (length > limit - out) {
                    throw tooLong(at);
                }
                for (int i = 0; i < length; i++, out++) {
                    target[out] = target[out - distance];
                }
                at += 2;
            }
        }
        return out;
    }

    /** As few bits for the distance as reach back to the start of the chunk, at least 4; the rest are the length. */
    private static int lengthBits(int written) {
        int distanceBits = Math.max(4, 32 - Integer.numberOfLeadingZeros(Math.max(0, written - 1)));
        return 16 - distanceBits;
    }

    private static CorruptDiskException tooLong(int at) {
        return new CorruptDiskException(
                NAME, at, "chunk holds more than " + CHUNK + " bytes, or than there is room for");
    }

    private static int u16(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }
}
