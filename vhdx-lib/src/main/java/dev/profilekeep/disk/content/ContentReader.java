package dev.profilekeep.disk.content;

import dev.profilekeep.disk.Progress;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Reads what counts of a disk, once, in the order of the disk, and has several threads make digests of it. Chunks of files whose
 * pieces lie apart are put together; what lies close together is read at once.
 *
 * <p>Takes, whatever the size of the disk, at most {@code threads + 2} times 5 MiB and the largest chunk: 36 MiB with two threads
 * and chunks of the standard sizes. Stateless.
 */
public final class ContentReader {
    /** Bytes that are read for one task of a worker. */
    static final int WINDOW = 4 << 20;
    /** One that is being filled, and one to be given out. */
    static final int MORE_BATCHES = 2;

    private final Executor workers;
    private final int threads;

    /**
     * @param workers runs the tasks, which read and make digests; {@code Runnable::run} will do
     * @param threads how many of them to keep busy, 1 or more
     */
    public ContentReader(Executor workers, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("no threads: " + threads);
        }
        this.workers = workers;
        this.threads = threads;
    }

    /** Reads everything that counts. */
    public <T> ReadTotals read(ContentLayout layout, ChunkDigest<T> digest, ChunkSink<T> sink) throws IOException {
        return read(layout, chunk -> true, digest, sink, Progress.NONE);
    }

    /**
     * Reads what counts and is wanted. If it ends with an exception, no worker uses the disk any more.
     *
     * @param layout as it was made of the disk as it is now
     * @param wanted asked about each chunk of a file before it is read; what no file owns is cut by its content, and is always read
     * @param progress told of bytes that count; called by this thread
     * @throws dev.profilekeep.disk.DiskException if the container is damaged
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     * @throws java.io.InterruptedIOException if the thread is interrupted
     */
    public <T> ReadTotals read(
            ContentLayout layout, Predicate<Chunk> wanted, ChunkDigest<T> digest, ChunkSink<T> sink, Progress progress)
            throws IOException {
        return new Reading<>(layout, workers, threads, wanted, digest, sink, progress).run();
    }
}
