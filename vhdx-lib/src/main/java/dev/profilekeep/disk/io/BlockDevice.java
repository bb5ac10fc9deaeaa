package dev.profilekeep.disk.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Random access to the bytes of a file or of a virtual disk. Offsets and sizes are in bytes. Reads are positional; there is
 * no shared cursor. Safe for use by several threads unless an implementation says otherwise.
 */
public interface BlockDevice extends Closeable {
    /** Size in bytes at the time of the call. */
    long size() throws IOException;

    /**
     * Fills {@code target} from {@code offset}; on return {@code target} has nothing remaining.
     *
     * @param offset bytes from the start, not negative
     * @throws java.io.EOFException if fewer than {@code target.remaining()} bytes lie after {@code offset}
     */
    void readFully(long offset, ByteBuffer target) throws IOException;
}
