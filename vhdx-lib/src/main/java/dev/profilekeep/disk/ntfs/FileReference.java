package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;

/**
 * Which record, and which of its lives: 48 bits of number, 16 of sequence.
 *
 * @param number index in the master file table
 */
record FileReference(long number, int sequence) {
    static FileReference parse(ByteView view, int at) throws CorruptDiskException {
        long bits = view.bits64(at);
        return new FileReference(bits & 0xffff_ffff_ffffL, (int) (bits >>> 48));
    }
}
