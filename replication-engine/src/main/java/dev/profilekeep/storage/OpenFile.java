package dev.profilekeep.storage;

import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file held open at its server. Positional; safe for several threads. Every failure is a {@link StorageException}. */
public interface OpenFile extends BlockDevice {
    /** What the server says about it now, asked through this very handle. */
    StoredFile stat() throws IOException;

    /**
     * Writes all remaining bytes of {@code source} at {@code offset}, growing the file where needed.
     *
     * @throws StorageException.Denied if it was opened for reading
     */
    void writeFully(long offset, ByteBuffer source) throws IOException;

    /** Sets the length. */
    void resize(long size) throws IOException;

    /** Returns when everything written is on the server's disk. */
    void flush() throws IOException;

    /**
     * From now on closing removes the file: this very one, whatever may have its name. {@link #close} then fails unless it
     * is gone afterwards: as Busy if it goes when others let go of it, as Failed if it stays, as Unreachable if that is unknown:
     * then it may also go a while later, when a server that hung comes to it, but never after somebody else could open it.
     *
     * @throws StorageException.Denied if it was not opened by {@link StorageProvider#openToRemove}
     */
    void removeWhenClosed() throws IOException;
}
