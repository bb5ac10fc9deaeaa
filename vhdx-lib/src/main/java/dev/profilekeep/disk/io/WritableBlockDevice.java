package dev.profilekeep.disk.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A {@link BlockDevice} that can be changed. What is written may reach the medium in any order, in part, or not at all, until
 * {@link #flush()} returns. Writes to places that do not overlap may be done by several threads at once unless an
 * implementation says otherwise.
 */
public interface WritableBlockDevice extends BlockDevice {
    /**
     * Writes all that {@code source} has remaining; on return it has nothing remaining. A write past the end makes the device
     * longer, if it can grow; a gap reads as zeros.
     *
     * @param offset bytes from the start, not negative
     */
    void write(long offset, ByteBuffer source) throws IOException;

    /** Returns once everything written before, and the size, would outlive a loss of power. */
    void flush() throws IOException;

    /**
     * Makes the device as long as this: cut off, or grown by bytes that read as zeros.
     *
     * @param size in bytes, not negative
     */
    void resize(long size) throws IOException;
}
