package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of a resident attribute. */
final class ResidentData implements BlockDevice {
    private final ByteView value;

    ResidentData(ByteView value) {
        this.value = value;
    }

    @Override
    public long size() {
        return value.length();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || offset > value.length() - target.remaining()) {
            throw new EOFException("the attribute ends at " + value.length());
        }
        target.put(value.copy((int) offset, target.remaining()));
    }

    @Override
    public void close() {}
}
