package dev.profilekeep.disk.image;

/** Where a range of the virtual disk comes from. Offsets and lengths are in bytes. */
public sealed interface Extent permits Extent.Stored, Extent.Zero, Extent.Unmapped, Extent.Inherited {
    long diskOffset();

    long length();

    /** The byte of the virtual disk after the last. */
    default long diskEnd() {
        return diskOffset() + length();
    }

    /** Bytes of this file, from {@code fileOffset} on. */
    record Stored(long diskOffset, long length, long fileOffset) implements Extent {}

    /** Defined to be zeros; takes no room. */
    record Zero(long diskOffset, long length) implements Extent {}

    /** Never written, or trimmed: nobody relies on the content, which reads as zeros; takes no room. */
    record Unmapped(long diskOffset, long length) implements Extent {}

    /** Read from the parent disk. */
    record Inherited(long diskOffset, long length) implements Extent {}
}
