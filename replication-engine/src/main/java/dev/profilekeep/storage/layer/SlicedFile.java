package dev.profilekeep.storage.layer;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A file read so that nobody is kept from it: opened for everybody, and never held for longer than a slice. After a slice it
 * is closed for longer than a host waits between two tries to open it, then opened again; if it moved meanwhile, the reading
 * ends. Safe for several threads.
 */
public final class SlicedFile implements BlockDevice {
    /** Longer than FSLogix waits between two tries: 5 s, as recommended 15 s. */
    public static final Slices STANDARD = new Slices(Duration.ofSeconds(10), Duration.ofSeconds(17), Pause.SLEEP);

    /** For files that nobody can open meanwhile, as whoever asked for it vouches: held until all is read. */
    public static final Slices WITHOUT_PAUSES = new Slices(Duration.ofDays(365), Duration.ZERO, Pause.SLEEP);

    /**
     * How long a file is held, and let go of.
     *
     * @param hold at most so long
     * @param rest at least so long
     */
    public record Slices(Duration hold, Duration rest, Pause pause) {}

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        Pause SLEEP = rest -> Thread.sleep(rest.toMillis());

        void rest(Duration rest) throws InterruptedException;
    }

    /** The file is not any more what it was when it was opened. */
    public static final class MovedException extends IOException {
        private static final long serialVersionUID = 1L;

        public MovedException() {
            super("it was written to while it was read");
        }
    }

    private StorageProvider storage;
    private final StoragePath path;
    private final Slices slices;
    private OpenFile open;
    private StoredFile first;
    private long openedAt;
    private volatile @Nullable StorageException failed;
    /** Whoever reads on after it moved must not get the bytes of another state. */
    private volatile boolean moved;

    private final LongAdder bytes = new LongAdder();
    private final ReadWriteLock slice = new ReentrantReadWriteLock();

    /** @throws IOException if it cannot be opened */
    public SlicedFile(StorageProvider storage, StoragePath path, Slices slices) throws IOException {
        this.storage = storage;
        this.path = path;
        this.slices = slices;
        this.open = storage.openForReading(path, Sharing.ALL);
        this.openedAt = System.nanoTime();
        boolean done = false;
        try {
            this.first = open.stat();
            done = true;
        } finally {
            if (!done) {
                open.close();
            }
        }
    }

    /** What the server said when it was opened. */
    public StoredFile opened() {
        return first;
    }

    /** What the server says now. */
    public StoredFile now() throws IOException {
        return inSlice(OpenFile::stat);
    }

    public long bytesRead() {
        return bytes.sum();
    }

    @Override
    public long size() throws IOException {
        return inSlice(OpenFile::size);
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        int length = target.remaining();
        inSlice(file -> {
            file.readFully(offset, target);
            return length;
        });
        bytes.add(length);
    }

    /**
     * As {@link OpenFile#copyFrom} of {@code target}. A slice lasts until it is done.
     *
     * @throws MovedException if the file is not any more what it was
     */
    public long copyTo(OpenFile target, List<CopyRange> ranges) throws IOException {
        return ask(file -> target.copyFrom(file, ranges));
    }

    private interface Asking<T> {
        T of(OpenFile file) throws IOException;
    }

    /** What the storage answered last to a question that it did not fulfil; null if it fulfilled all. Other storages' failures are not among them. */
    public @Nullable StorageException failed() {
        return failed;
    }

    private <T> T inSlice(Asking<T> asking) throws IOException {
        try {
            return ask(asking);
        } catch (StorageException e) {
            failed = e;
            throw e;
        }
    }

    private <T> T ask(Asking<T> asking) throws IOException {
        if (moved) {
            throw new MovedException();
        }
        slice.readLock().lock();
        try {
            if (!isOver()) {
                return asking.of(open);
            }
        } finally {
            slice.readLock().unlock();
        }
        slice.writeLock().lock();
        try {
            if (isOver()) { // or another thread was quicker
                nextSlice();
            }
            return asking.of(open);
        } finally {
            slice.writeLock().unlock();
        }
    }

    private boolean isOver() {
        return System.nanoTime() - openedAt >= slices.hold().toNanos();
    }

    /**
     * From now on it is read over another connection to the same location. The slice goes on.
     *
     * @throws MovedException if the file is not any more what it was
     */
    public void over(StorageProvider connection) throws IOException {
        slice.writeLock().lock();
        try {
            open.close();
            storage = connection;
            reopen();
        } finally {
            slice.writeLock().unlock();
        }
    }

    private void nextSlice() throws IOException {
        open.close();
        try {
            slices.pause().rest(slices.rest());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two slices");
        }
        openedAt = System.nanoTime();
        reopen();
    }

    private void reopen() throws IOException {
        open = storage.openForReading(path, Sharing.ALL);
        if (moved(first, open.stat())) {
            moved = true;
            throw new MovedException();
        }
    }

    /** Whether it may be another than before: size, times, or the server's id of it. */
    public static boolean moved(StoredFile before, StoredFile after) {
        return before.size() != after.size()
                || before.lastWriteTime() != after.lastWriteTime()
                || before.changeTime() != after.changeTime()
                || before.fileId() != after.fileId();
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
