package dev.profilekeep.disk.io;

import dev.profilekeep.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Serves small reads from a few aligned windows of the device under it, so that structures that lie close together cost one
 * read. A read of a window or more goes straight through. What is kept is not read again: meant for looking at a disk that
 * does not change meanwhile. Closing it leaves the other device open. Safe for use by several threads.
 */
public final class ReadAheadDevice implements BlockDevice {
    private final BlockDevice under;
    private final long size;
    private final int windowBytes;
    /** Guarded by itself; in order of use. */
    private final Map<Long, byte[]> windows;

    /**
     * @param windowBytes read at a time
     * @param count windows kept
     */
    public ReadAheadDevice(BlockDevice under, int windowBytes, int count) throws IOException {
        this.under = under;
        this.size = under.size();
        this.windowBytes = windowBytes;
        this.windows = new LinkedHashMap<>(2 * count, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
                return size() > count;
            }
        };
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        int count = target.remaining();
        if (offset < 0 || count >= windowBytes || offset > size - count) {
            under.readFully(offset, target);
            return;
        }
        int begin = target.position();
        try {
            synchronized (windows) {
                for (long at = offset; target.hasRemaining(); ) {
                    byte[] window = window(at / windowBytes);
                    int from = (int) (at % windowBytes);
                    int part = Math.min(target.remaining(), window.length - from);
                    target.put(window, from, part);
                    at += part;
                }
            }
        } catch (DiskException e) {
            // Something else in the window cannot be read; what was asked for perhaps can.
            target.position(begin);
            under.readFully(offset, target);
        }
    }

    private byte[] window(long number) throws IOException {
        byte[] window = windows.get(number);
        if (window == null) {
            long start = number * windowBytes;
            window = new byte[(int) Math.min(windowBytes, size - start)];
            under.readFully(start, ByteBuffer.wrap(window));
            windows.put(number, window);
        }
        return window;
    }

    @Override
    public void close() {}
}
