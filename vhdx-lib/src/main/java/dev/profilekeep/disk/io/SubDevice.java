package dev.profilekeep.disk.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A window on a part of another device: a partition of a disk. Closing it leaves the other one open. As safe for threads as
 * the device under it.
 */
public final class SubDevice implements BlockDevice {
    private final BlockDevice whole;
    private final ByteRange window;

    /** @param window the part; it may reach past the end of {@code whole}, reading there fails then */
    public SubDevice(BlockDevice whole, ByteRange window) {
        this.whole = whole;
        this.window = window;
    }

    @Override
    public long size() {
        return window.length();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || offset > window.length() - target.remaining()) {
            throw new EOFException("the window ends at " + window.length() + ", " + target.remaining()
                    + " bytes were asked for at " + offset);
        }
        whole.readFully(window.start() + offset, target);
    }

    @Override
    public void close() {}
}
