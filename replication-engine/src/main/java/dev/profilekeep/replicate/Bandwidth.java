package dev.profilekeep.replicate;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.LockSupport;

/** So many bytes a second may be sent, over all threads together. Safe for several threads. */
public final class Bandwidth {
    /** As much as the line takes. */
    public static final Bandwidth UNLIMITED = new Bandwidth(0);

    private static final double SECOND = 1e9;
    /** What was not sent earlier is not saved up for longer. */
    private static final long SAVED_NANOS = 100_000_000;

    private final long bytesPerSecond;
    private long freeAt = System.nanoTime();

    /** @param bytesPerSecond 0 for no limit */
    public Bandwidth(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("less than nothing: " + bytesPerSecond);
        }
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Returns when so many may be sent. */
    void take(long bytes) throws IOException {
        if (bytesPerSecond == 0) {
            return;
        }
        long until;
        synchronized (this) {
            long now = System.nanoTime();
            long start = freeAt - (now - SAVED_NANOS) < 0 ? now - SAVED_NANOS : freeAt;
            until = start;
            freeAt = start + (long) (bytes * SECOND / bytesPerSecond);
        }
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for its share of the line");
            }
        }
    }
}
