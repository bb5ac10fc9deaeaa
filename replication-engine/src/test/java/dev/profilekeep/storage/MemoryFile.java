package dev.profilekeep.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of a {@link MemoryStorage} that a client has open. */
final class MemoryFile implements OpenFile {
    private static final int PAGE = MemoryDisk.PAGE;

    private final MemoryStorage client;
    private final MemoryDisk disk;
    private final StoragePath path;
    private MemoryDisk.@Nullable Node node;
    private final boolean writes;
    private final Sharing sharing;
    private final long id;
    private boolean removable;
    private boolean removing;

    MemoryFile(
            MemoryStorage client,
            MemoryDisk disk,
            StoragePath path,
            MemoryDisk.Node node,
            boolean writes,
            Sharing sharing) {
        this.client = client;
        this.disk = disk;
        this.id = disk.ids.incrementAndGet();
        this.path = path;
        this.node = node;
        this.writes = writes;
        this.sharing = sharing;
    }

    /** Over whose connection it is open. */
    MemoryStorage client() {
        return client;
    }

    long id() {
        return id;
    }

    boolean writes() {
        return writes;
    }

    Sharing sharing() {
        return sharing;
    }

    /** It may be told to go when it is closed. */
    void allowRemoval() {
        removable = true;
    }

    private MemoryDisk.Node open(String verb) throws StorageException {
        if (node == null) {
            throw new StorageException.Failed(verb + " " + path + ": the file was closed before", null);
        }
        return node;
    }

    private MemoryDisk.Node writable(String verb) throws StorageException {
        if (!writes) {
            throw new StorageException.Denied(verb + " " + path + ": it was opened for reading", null);
        }
        return open(verb);
    }

    @Override
    public long size() throws IOException {
        return stat().size();
    }

    @Override
    public StoredFile stat() throws IOException {
        synchronized (disk) {
            return MemoryStorage.about(path, open("stat"));
        }
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        synchronized (disk) {
            MemoryDisk.Node file = open("read");
            for (long at = offset; target.hasRemaining(); ) {
                if (at >= file.size) {
                    throw new EOFException("read " + path + ": " + target.remaining() + " bytes short");
                }
                int within = (int) (at % PAGE);
                int length = (int) Math.min(Math.min(PAGE - within, target.remaining()), file.size - at);
                byte[] page = file.pages.get(at / PAGE);
                target.put(page == null ? new byte[PAGE] : page, within, length);
                at += length;
            }
        }
    }

    @Override
    public void writeFully(long offset, ByteBuffer source) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        synchronized (disk) {
            MemoryDisk.Node file = writable("write");
            if (source.remaining() > disk.room) {
                throw new StorageException.Full("write " + path + ": no room is left", null);
            }
            disk.room -= disk.room == Long.MAX_VALUE ? 0 : source.remaining();
            for (long at = offset; source.hasRemaining(); ) {
                int within = (int) (at % PAGE);
                int length = Math.min(PAGE - within, source.remaining());
                source.get(file.pages.computeIfAbsent(at / PAGE, n -> new byte[PAGE]), within, length);
                at += length;
                file.size = Math.max(file.size, at);
            }
            file.written = disk.tick();
            file.changed = file.written;
        }
    }

    /** As over SMB, within one connection. */
    @Override
    public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
        synchronized (disk) {
            writable("copy into");
            if (!(source instanceof MemoryFile from) || from.client() != client()) {
                return 0;
            }
            long end = from.size();
            for (CopyRange range : ranges) {
                if (range.sourceEnd() > end) {
                    throw new EOFException("copy into " + path + ": the source ends at " + end);
                }
            }
            for (CopyRange range : ranges) {
                for (long at = 0; at < range.length(); at += PAGE) {
                    ByteBuffer page = ByteBuffer.allocate((int) Math.min(PAGE, range.length() - at));
                    from.readFully(range.from() + at, page);
                    writeFully(range.to() + at, page.flip());
                }
            }
            return CopyRange.bytes(ranges);
        }
    }

    @Override
    public void resize(long size) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("size is negative: " + size);
        }
        synchronized (disk) {
            MemoryDisk.Node file = writable("resize");
            file.pages.keySet().removeIf(page -> page * PAGE >= size);
            byte[] last = file.pages.get(size / PAGE);
            if (last != null) {
                Arrays.fill(last, (int) (size % PAGE), PAGE, (byte) 0);
            }
            file.size = size;
            file.written = disk.tick();
            file.changed = file.written;
        }
    }

    @Override
    public void flush() throws IOException {
        synchronized (disk) {
            open("flush");
        }
    }

    @Override
    public void removeWhenClosed() throws IOException {
        synchronized (disk) {
            MemoryDisk.Node file = open("remove");
            if (!removable) {
                throw new StorageException.Denied("remove " + path + ": it was not opened to be removed", null);
            }
            if ((file.attributes & StoredFile.READONLY) != 0) {
                throw new StorageException.Denied("remove " + path + ": it is read-only", null);
            }
            removing = true;
        }
    }

    @Override
    public void close() {
        synchronized (disk) {
            if (node != null) {
                if (removing) {
                    disk.names.remove(path.value(), node);
                }
                node.opens.remove(this);
                node = null;
            }
        }
    }
}
