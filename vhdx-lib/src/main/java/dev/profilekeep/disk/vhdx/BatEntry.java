package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.io.ByteView;

/**
 * One entry of the block allocation table, [MS-VHDX] 2.5.1: bits 0–2 the state, bits 20–63 the file offset in MiB.
 *
 * @param fileOffset in bytes; of no meaning unless the state is a stored one
 */
record BatEntry(BlockState state, long fileOffset) {
    static final int BYTES = 8;

    static BatEntry payload(ByteView table, int at, boolean hasParent) throws CorruptDiskException {
        long bits = table.bits64(at);
        int state = (int) (bits & 7);
        BlockState meaning =
                switch (state) {
                    case 0 -> BlockState.NOT_PRESENT;
                    case 1 -> BlockState.UNDEFINED;
                    case 2 -> BlockState.ZERO;
                    // 5 is UNMAPPED in the draft 0.95, after which old versions of qemu were written.
                    case 3, 5 -> BlockState.UNMAPPED;
                    case 6 -> BlockState.FULLY_PRESENT;
                    case 7 -> BlockState.PARTIALLY_PRESENT;
                    default -> throw table.corrupt(at, "block state " + state + " is reserved");
                };
        if (meaning == BlockState.PARTIALLY_PRESENT && !hasParent) {
            throw table.corrupt(at, "a block is partially present, but the disk has no parent");
        }
        return new BatEntry(meaning, offset(table, at, bits));
    }

    /** The entry of a sector bitmap block: stored or not, no other state. */
    static BatEntry bitmap(ByteView table, int at) throws CorruptDiskException {
        long bits = table.bits64(at);
        int state = (int) (bits & 7);
        if (state != 0 && state != 6) {
            throw table.corrupt(at, "sector bitmap state " + state + " is reserved");
        }
        return new BatEntry(state == 6 ? BlockState.FULLY_PRESENT : BlockState.NOT_PRESENT, offset(table, at, bits));
    }

    /** The entry as it stands in the table. */
    static long bits(BlockState state, long fileOffset) {
        int number =
                switch (state) {
                    case NOT_PRESENT -> 0;
                    case UNDEFINED -> 1;
                    case ZERO -> 2;
                    case UNMAPPED -> 3;
                    case FULLY_PRESENT -> 6;
                    case PARTIALLY_PRESENT -> 7;
                };
        return fileOffset | number;
    }

    private static long offset(ByteView table, int at, long bits) throws CorruptDiskException {
        long offset = bits & ~(Layout.MIB - 1L);
        if (offset < 0 || offset > Long.MAX_VALUE - Layout.MAX_BLOCK) {
            throw table.corrupt(at, "block offset is beyond every sensible size: " + Long.toUnsignedString(offset));
        }
        return offset;
    }
}
