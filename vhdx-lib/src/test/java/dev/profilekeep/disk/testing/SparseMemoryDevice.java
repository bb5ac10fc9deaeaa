package dev.profilekeep.disk.testing;

import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A device of any size in memory, of which only what was written takes any; pages are never changed, so that a copy is cheap.
 * Safe for several threads, as the files are that it stands for.
 */
public final class SparseMemoryDevice implements WritableBlockDevice {
    private static final int PAGE = 16 * 1024;

    private final Map<Long, byte[]> pages;
    private long size;

    public SparseMemoryDevice(long size) {
        this.pages = new HashMap<>();
        this.size = size;
    }

    private SparseMemoryDevice(SparseMemoryDevice other) {
        this.pages = new HashMap<>(other.pages);
        this.size = other.size;
    }

    public synchronized SparseMemoryDevice copy() {
        return new SparseMemoryDevice(this);
    }

    /** Whether nothing was ever written to a range. */
    public synchronized boolean isHole(long offset, long length) {
        for (long page = offset / PAGE; page * PAGE < offset + length; page++) {
            if (pages.containsKey(page)) {
                return false;
            }
        }
        return true;
    }

    /** Where something was written, by pages. */
    public synchronized List<ByteRange> written() {
        return pages.keySet().stream()
                .sorted()
                .map(page -> new ByteRange(page * PAGE, Math.min(PAGE, size - page * PAGE)))
                .toList();
    }

    /** Memory that the pages take. */
    public synchronized long bytesKept() {
        return (long) pages.size() * PAGE;
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public synchronized void readFully(long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || offset > size - target.remaining()) {
            throw new EOFException(
                    "ends at " + size + ", " + target.remaining() + " bytes were asked for at " + offset);
        }
        for (long at = offset; target.hasRemaining(); ) {
            int inPage = (int) (at % PAGE);
            int count = Math.min(target.remaining(), PAGE - inPage);
            byte[] page = pages.get(at / PAGE);
            if (page == null) {
                target.put(new byte[count]);
            } else {
                target.put(page, inPage, count);
            }
            at += count;
        }
    }

    @Override
    public synchronized void write(long offset, ByteBuffer source) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        size = Math.max(size, offset + source.remaining());
        for (long at = offset; source.hasRemaining(); ) {
            int inPage = (int) (at % PAGE);
            int count = Math.min(source.remaining(), PAGE - inPage);
            byte[] old = pages.get(at / PAGE);
            byte[] page = old == null ? new byte[PAGE] : old.clone();
            source.get(page, inPage, count);
            pages.put(at / PAGE, page);
            at += count;
        }
    }

    @Override
    public void flush() {}

    @Override
    public synchronized void resize(long newSize) {
        if (newSize < size) {
            pages.keySet().removeIf(page -> page * PAGE >= newSize);
            byte[] last = pages.get(newSize / PAGE);
            if (last != null) {
                byte[] cut = new byte[PAGE];
                System.arraycopy(last, 0, cut, 0, (int) (newSize % PAGE));
                pages.put(newSize / PAGE, cut);
            }
        }
        size = newSize;
    }

    /** Writes the content to a sparse file. */
    public synchronized Path saveTo(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(
                path,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.SPARSE)) {
            for (var page : new TreeMap<>(pages).entrySet()) {
                long at = page.getKey() * PAGE;
                file.write(ByteBuffer.wrap(page.getValue(), 0, (int) Math.min(PAGE, size - at)), at);
            }
            if (size > 0 && file.size() < size) {
                file.write(ByteBuffer.allocate(1), size - 1);
            }
        }
        return path;
    }

    @Override
    public void close() {}
}
