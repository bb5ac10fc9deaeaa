package dev.profilekeep.disk.testing;

import dev.profilekeep.disk.io.BlockDevice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A device that is an array. The array is not copied: a test may change it between reads. */
public final class MemoryDevice implements BlockDevice {
    private final byte[] bytes;

    public MemoryDevice(byte[] bytes) {
        this.bytes = bytes;
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        int count = target.remaining();
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        if (offset > bytes.length - count) {
            throw new EOFException("ends at " + bytes.length + ", " + count + " bytes were asked for at " + offset);
        }
        target.put(bytes, (int) offset, count);
    }

    @Override
    public void close() {}
}
