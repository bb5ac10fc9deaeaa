package dev.profilekeep.lease;

import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A file held by a lease. Works only while the lease lives, and writes only inside an act of it. A copy's file is closed by
 * its lease; one opened to be removed goes when it is closed.
 */
final class LeasedFile implements OpenFile {
    private final Lease lease;
    private final OpenFile file;
    private final boolean closedByLease;

    LeasedFile(Lease lease, OpenFile file, boolean closedByLease) {
        this.lease = lease;
        this.file = file;
        this.closedByLease = closedByLease;
    }

    @Override
    public long size() throws IOException {
        return lease.reading(file::size);
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        lease.reading(() -> {
            file.readFully(offset, target);
            return true;
        });
    }

    @Override
    public StoredFile stat() throws IOException {
        return lease.reading(file::stat);
    }

    @Override
    public void writeFully(long offset, ByteBuffer source) throws IOException {
        lease.writing(() -> file.writeFully(offset, source));
    }

    @Override
    public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
        long[] copied = {0};
        lease.writing(() -> copied[0] = file.copyFrom(source, ranges));
        return copied[0];
    }

    @Override
    public void resize(long size) throws IOException {
        lease.writing(() -> file.resize(size));
    }

    @Override
    public void flush() throws IOException {
        lease.writing(file::flush);
    }

    @Override
    public void removeWhenClosed() throws IOException {
        lease.writing(file::removeWhenClosed);
    }

    @Override
    public void close() throws IOException {
        if (!closedByLease) {
            lease.closed(file);
        }
    }
}
