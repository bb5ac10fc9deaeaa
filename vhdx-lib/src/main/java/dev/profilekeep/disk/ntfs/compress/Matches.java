package dev.profilekeep.disk.ntfs.compress;

import dev.profilekeep.disk.CorruptDiskException;

/** Repeats what was written before. */
final class Matches {
    private Matches() {}

    /**
     * @return where the repetition ends
     * @throws CorruptDiskException if it begins before the block or ends after it
     */
    static int copy(BitReader bits, byte[] target, int to, int end, long distance, int length)
            throws CorruptDiskException {
        if (distance < 1 || distance > to) {
            throw bits.corrupt("repetition begins " + distance + " back, there are " + to + " bytes");
        }
        if (length < 0 || length > end - to) {
            throw bits.corrupt("repetition of " + length + " bytes, there is room for " + (end - to));
        }
        int from = to - (int) distance;
        for (int i = 0; i < length; i++) {
            target[to + i] = target[from + i];
        }
        return to + length;
    }
}
