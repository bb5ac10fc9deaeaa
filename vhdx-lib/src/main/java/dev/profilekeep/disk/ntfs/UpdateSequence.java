package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;

/**
 * The update sequence that shows whether a record of several sectors was written as a whole: the last two bytes of each 512
 * bytes hold a number, and their real content is kept in an array. Its offset (u16) is at 4 of the record, its length (u16),
 * one more than there are pieces, at 6.
 */
final class UpdateSequence {
    private static final int STRIDE = 512;

    private UpdateSequence() {}

    /**
     * The record with its real bytes.
     *
     * @throws CorruptDiskException if the pieces were not written together
     */
    static ByteView restore(ByteView record) throws CorruptDiskException {
        int array = record.u16(4);
        int pieces = record.u16(6) - 1;
        if (pieces < 1 || pieces * STRIDE != record.length()) {
            throw record.corrupt(
                    6, "update sequence has " + pieces + " pieces, the record has " + record.length() / STRIDE);
        }
        // Inside the first piece, or it would have to restore itself.
        if (array < 8 || array + 2 * (pieces + 1) > STRIDE - 2) {
            throw record.corrupt(4, "update sequence lies at " + array + ", outside the first 510 bytes");
        }
        byte[] bytes = record.copy();
        int number = record.u16(array);
        for (int i = 1; i <= pieces; i++) {
            int end = i * STRIDE - 2;
            if (record.u16(end) != number) {
                throw record.corrupt(
                        end,
                        "the record was not written as a whole: update sequence number is " + record.u16(end)
                                + ", expected " + number);
            }
            bytes[end] = (byte) record.u8(array + 2 * i);
            bytes[end + 1] = (byte) record.u8(array + 2 * i + 1);
        }
        return ByteView.of(record.structure(), record.origin(), bytes);
    }
}
