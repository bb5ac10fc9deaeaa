package dev.profilekeep.disk.testing;

import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is read from the device under it: each read is a round trip if that is on a share. */
public final class TrackingDevice implements BlockDevice {
    private final BlockDevice under;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    public TrackingDevice(BlockDevice under) {
        this.under = under;
    }

    public long reads() {
        return reads.get();
    }

    public long bytes() {
        return bytes.get();
    }

    @Override
    public long size() throws IOException {
        return under.size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        reads.incrementAndGet();
        bytes.addAndGet(target.remaining());
        under.readFully(offset, target);
    }

    @Override
    public void close() throws IOException {
        under.close();
    }
}
