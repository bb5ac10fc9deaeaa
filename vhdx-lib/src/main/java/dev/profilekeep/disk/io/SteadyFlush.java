package dev.profilekeep.disk.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Has what is written brought to the medium while more is written, so that {@link #flush()} at the end has little left to wait for: an operating system
 * that has room keeps gigabytes in memory until it is asked. What counts is still only what {@code flush()} returned for, and what fails on the way fails
 * the next write or flush. Closing it waits for the flush that is under way, and leaves the device under it open. Safe for several threads if the device
 * under it is.
 */
public final class SteadyFlush implements WritableBlockDevice {
    /** Bytes written between two flushes: long enough that a disk writes in long runs. */
    static final long EVERY = 64L << 20;

    private final WritableBlockDevice under;
    private final long every;
    private long written;
    private @Nullable ExecutorService thread;
    private @Nullable Future<?> underWay;

    /** @param under takes a flush while it is written to */
    public SteadyFlush(WritableBlockDevice under) {
        this(under, EVERY);
    }

    SteadyFlush(WritableBlockDevice under, long every) {
        this.under = under;
        this.every = every;
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        int count = source.remaining();
        under.write(offset, source);
        wrote(count);
    }

    /** Told of bytes that came into the device on another way: they count as written. */
    public synchronized void wrote(long count) throws IOException {
        written += count;
        if (written >= every && (underWay == null || underWay.isDone())) {
            settle();
            written = 0;
            underWay = thread().submit(() -> {
                under.flush();
                return null;
            });
        }
    }

    private ExecutorService thread() {
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(run -> {
                Thread made = new Thread(run, "disk-steady-flush");
                made.setDaemon(true);
                return made;
            });
        }
        return thread;
    }

    /** Waits for the flush that is under way. A medium tells of a failure once, so it must not be passed over. */
    private void settle() throws IOException {
        Future<?> flush = underWay;
        if (flush == null) {
            return;
        }
        try {
            flush.get();
            underWay = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("waiting for the disk was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        settle();
        under.flush();
        written = 0;
    }

    @Override
    public long size() throws IOException {
        return under.size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        under.readFully(offset, target);
    }

    @Override
    public void resize(long size) throws IOException {
        under.resize(size);
    }

    /** Nothing uses the device under it any more when this returns. */
    @Override
    public synchronized void close() {
        if (thread == null) {
            return;
        }
        thread.shutdown();
        boolean interrupted = false;
        while (underWay != null) {
            try {
                underWay.get();
                underWay = null;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                underWay = null; // whoever wrote was told, or gave up
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
