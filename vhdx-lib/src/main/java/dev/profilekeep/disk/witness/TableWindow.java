package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.WitnessException;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a table of numbers in windows, so that a large one takes no memory. To be asked in ascending order. One thread. */
final class TableWindow {
    private static final int WINDOW = 1 << 20;

    private final BlockDevice file;
    private final long start;
    private final long length;
    private final ByteBuffer window;
    private long windowStart;

    /**
     * @param length bytes of the table, the most that is read
     * @throws WitnessException if the file ends before the table
     */
    TableWindow(BlockDevice file, long start, long length, ByteOrder order) throws IOException {
        if (start > file.size() - length) {
            throw new WitnessException("the block table lies outside the file, at " + start);
        }
        this.file = file;
        this.start = start;
        this.length = length;
        this.window =
                ByteBuffer.allocate((int) Math.min(WINDOW, length)).order(order).limit(0);
    }

    /** Number of 8 bytes. */
    long at64(long index) throws IOException {
        return window.getLong(load(index * 8));
    }

    /** Number of 4 bytes, unsigned. */
    long at32(long index) throws IOException {
        return window.getInt(load(index * 4)) & 0xffffffffL;
    }

    private int load(long offset) throws IOException {
        if (offset < windowStart || offset >= windowStart + window.limit()) {
            windowStart = offset / WINDOW * WINDOW;
            window.clear().limit((int) Math.min(window.capacity(), length - windowStart));
            file.readFully(start + windowStart, window);
        }
        return (int) (offset - windowStart);
    }
}
