package dev.profilekeep.disk.image;

/** What a block table says about one block of a virtual disk. */
public enum BlockState {
    /** Never written: zeros, or in a differencing disk the parent's content. */
    NOT_PRESENT,
    /** Content of no meaning ([MS-VHDX] PAYLOAD_BLOCK_UNDEFINED). */
    UNDEFINED,
    ZERO,
    /** Trimmed: nobody relies on it. */
    UNMAPPED,
    FULLY_PRESENT,
    /** Some sectors are stored, the others are the parent's; a sector bitmap says which. */
    PARTIALLY_PRESENT;

    /** Whether the block takes room in the file. */
    public boolean isStored() {
        return this == FULLY_PRESENT || this == PARTIALLY_PRESENT;
    }
}
