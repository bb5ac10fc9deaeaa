package dev.profilekeep.storage;

import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

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

    /**
     * Copies ranges of another file into this one at the server, so that the bytes do not pass through here; grows this one where needed. Done in the order of the
     * list, and left off where the server cannot: what is missing is the caller's to read and write. Who wants to be held up in time, or to stop, asks for a few MiB at a
     * time.
     *
     * @param source open at the same server over the same connection; of any other nothing is copied. Whoever changes it meanwhile makes the bytes worthless
     * @return how many bytes of the list are copied, from its beginning on; 0 if this kind of storage cannot
     * @throws java.io.EOFException if a range ends behind the end of {@code source}; what is in this file's ranges then is not known
     * @throws StorageException.Denied if this one was opened for reading
     * @throws StorageException.Failed if one of them was closed before
     */
    long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException;

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
