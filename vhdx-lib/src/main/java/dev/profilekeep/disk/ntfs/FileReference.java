package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;

/**
 * Which record, and which of its lives: 48 bits of number, 16 of sequence.
 *
 * @param number index in the master file table
 * @param sequence 0 in a reference that does not care for it
 */
public record FileReference(long number, int sequence) {
    /** The root directory's record. */
    static final long ROOT = 5;

    static FileReference parse(ByteView view, int at) throws CorruptDiskException {
        long bits = view.bits64(at);
        return new FileReference(bits & 0xffff_ffff_ffffL, (int) (bits >>> 48));
    }

    /** Whether this names the life {@code lived} of the record. */
    boolean names(int lived) {
        return sequence == 0 || sequence == lived;
    }

    @Override
    public String toString() {
        return number + "-" + sequence;
    }
}
