package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.StorageException;

/**
 * How much may be asked of a location: operations and bytes a second, with one second's worth saved up at most. Shared by all
 * that use the location; whoever takes more than is there waits until it would have been, so a large piece is paid for
 * afterwards by the next ones. The limits can be changed while it is in use. Safe for several threads.
 */
public final class Throttle {
    private static final double SECOND = 1e9;

    private final Pauses pauses;
    private final Bucket operations; // both guarded by this
    private final Bucket bytes;
    private long last;

    /**
     * @param operationsPerSecond {@link Double#POSITIVE_INFINITY} for no limit
     * @param bytesPerSecond likewise
     */
    public Throttle(double operationsPerSecond, double bytesPerSecond) {
        this(operationsPerSecond, bytesPerSecond, Pauses.real());
    }

    public Throttle(double operationsPerSecond, double bytesPerSecond, Pauses pauses) {
        this.pauses = pauses;
        this.operations = new Bucket(positive("operations", operationsPerSecond));
        this.bytes = new Bucket(positive("bytes", bytesPerSecond));
        this.last = pauses.nanos();
    }

    private static double positive(String what, double perSecond) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException(what + " a second must be more than 0: " + perSecond);
        }
        return perSecond;
    }

    /** From now on. */
    public synchronized void limit(double operationsPerSecond, double bytesPerSecond) {
        refill();
        operations.limit(positive("operations", operationsPerSecond));
        bytes.limit(positive("bytes", bytesPerSecond));
    }

    /** Returns when {@code operationCount} operations that move {@code byteCount} bytes may begin. */
    void take(String what, long operationCount, long byteCount) throws StorageException {
        long wait;
        synchronized (this) {
            refill();
            wait = Math.max(operations.take(operationCount), bytes.take(byteCount));
        }
        if (wait <= 0) {
            return;
        }
        try {
            pauses.pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException.Unreachable(what + ": interrupted while waiting for its turn", e);
        }
    }

    private void refill() {
        long now = pauses.nanos();
        double seconds = Math.max(0, now - last) / SECOND;
        last = now;
        operations.refill(seconds);
        bytes.refill(seconds);
    }

    /** Tokens; below zero they are owed. */
    private static final class Bucket {
        private double perSecond;
        private double tokens;

        Bucket(double perSecond) {
            this.perSecond = perSecond;
            this.tokens = perSecond;
        }

        void limit(double newPerSecond) {
            tokens = Double.isInfinite(perSecond) ? newPerSecond : Math.min(tokens, newPerSecond);
            perSecond = newPerSecond;
        }

        void refill(double seconds) {
            if (!Double.isInfinite(perSecond)) {
                tokens = Math.min(perSecond, tokens + seconds * perSecond);
            }
        }

        /** Nanoseconds to wait. */
        long take(long count) {
            if (Double.isInfinite(perSecond)) {
                return 0;
            }
            tokens -= count;
            return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / perSecond * SECOND);
        }
    }
}
