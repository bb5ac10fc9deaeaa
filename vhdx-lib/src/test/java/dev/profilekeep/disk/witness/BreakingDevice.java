package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that cannot be read while it is broken. */
final class BreakingDevice implements BlockDevice {
    private final BlockDevice under;
    boolean isBroken;

    BreakingDevice(BlockDevice under) {
        this.under = under;
    }

    @Override
    public long size() throws IOException {
        return under.size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        if (isBroken) {
            throw new IOException("the share is gone");
        }
        under.readFully(offset, target);
    }

    @Override
    public void close() {}
}
