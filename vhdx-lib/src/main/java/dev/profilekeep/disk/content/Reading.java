package dev.profilekeep.disk.content;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One reading of a disk: fills batches in the order of the disk, hands them to workers, and gives out what comes back. */
final class Reading<T> implements PlanSink {
    /** Chunks in a batch: those that are not read take no room, and are not to pile up all the same. */
    private static final int MAX_ITEMS = 4096;

    private final ContentLayout layout;
    private final BlockDevice disk;
    private final Executor workers;
    private final int batches;
    private final Predicate<Chunk> wanted;
    private final ChunkDigest<T> digest;
    private final ChunkSink<T> sink;
    private final Progress progress;
    private final StoredRanges stored;
    private final RangeCutter<T> cutter;
    private final long total;
    private final Deque<Work<T>> flying = new ArrayDeque<>();
    private final Deque<Batch<T>> free = new ArrayDeque<>();
    private final Batch.Totals totals = new Batch.Totals();
    private @Nullable Batch<T> current;
    private int made;
    private long done;

    Reading(
            ContentLayout layout,
            Executor workers,
            int threads,
            Predicate<Chunk> wanted,
            ChunkDigest<T> digest,
            ChunkSink<T> sink,
            Progress progress) {
        this.layout = layout;
        this.disk = layout.disk().disk();
        this.workers = workers;
        this.batches = threads + ContentReader.MORE_BATCHES;
        this.wanted = wanted;
        this.digest = digest;
        this.sink = sink;
        this.progress = progress;
        this.stored = new StoredRanges(layout.disk());
        this.cutter = new RangeCutter<>(layout.disk(), layout.sizes(), this);
        this.total = layout.countedBytes();
    }

    ReadTotals run() throws IOException {
        try {
            tell();
            layout.walk(this);
            submit();
            while (!flying.isEmpty()) {
                giveOut();
            }
            return totals.sum();
        } finally {
            flying.forEach(Work::stop);
        }
    }

    @Override
    public void chunk(Chunk chunk) throws IOException {
        long length = chunk.length();
        if (!wanted.test(chunk)) {
            batch().addSkipped(chunk);
        } else if (!stored.any(chunk.pieces())) {
            batch().addZeros(chunk);
        } else {
            if (batch().filled + length > ContentReader.WINDOW && batch().filled > 0) {
                submit();
            }
            batch().addUnread(chunk);
        }
        counted(length);
    }

    @Override
    public void range(Owner.Region owner, ByteRange range) throws IOException {
        cutter.cut(owner, range);
    }

    /** Tells that bytes were dealt with; nothing of the current batch is in the works. */
    void counted(long bytes) throws IOException {
        done += bytes;
        if (batch().items() >= MAX_ITEMS) {
            submit();
        }
    }

    void read(long bytes) {
        totals.bytesRead += bytes;
    }

    /** The batch that is being filled. */
    Batch<T> batch() throws IOException {
        Batch<T> batch = current;
        if (batch == null) {
            batch = spare();
            current = batch;
        }
        return batch;
    }

    /** An empty batch; waits for the oldest if all are in use. */
    Batch<T> spare() throws IOException {
        while (free.isEmpty() && made == batches) {
            giveOut();
        }
        Batch<T> batch = free.poll();
        if (batch == null) {
            batch = new Batch<>(ContentReader.WINDOW + layout.sizes().largest());
            made++;
        }
        return batch;
    }

    /** Hands on the batch that is being filled. */
    void submit() throws IOException {
        submit(null);
    }

    /** @param next to be filled from now on; null if that is to be seen */
    void submit(@Nullable Batch<T> next) throws IOException {
        Batch<T> full = current;
        current = next;
        if (full != null) {
            var work = new Work<>(full, disk, digest);
            flying.add(work);
            workers.execute(work);
            tell();
        }
    }

    private void tell() {
        if (!progress.at(Math.min(done, total), total)) {
            throw new CancellationException("reading was cancelled after " + done + " of " + total + " bytes");
        }
    }

    private void giveOut() throws IOException {
        try {
            Batch<T> batch = flying.element().result();
            flying.remove();
            batch.giveTo(sink, totals);
            batch.clear();
            free.add(batch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("reading was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
