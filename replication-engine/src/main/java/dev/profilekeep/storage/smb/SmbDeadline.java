package dev.profilekeep.storage.smb;

import java.time.Duration;
import java.util.Optional;

/**
 * How long one call of the location may take in all: connecting, every message of it, every wait. A call begins with {@link
 * #begin} in the thread that makes it, and whatever waits in that thread waits no longer than is {@link #left}. Safe for several
 * threads, each with a call of its own.
 */
final class SmbDeadline {
    private static final Duration LEAST = Duration.ofMillis(1);

    private final Optional<Duration> each;
    private final ThreadLocal<Long> end = new ThreadLocal<>(); // of System.nanoTime(); unset outside of a call

    SmbDeadline(Optional<Duration> each) {
        this.each = each;
    }

    static SmbDeadline none() {
        return new SmbDeadline(Optional.empty());
    }

    boolean isSet() {
        return each.isPresent();
    }

    /** A call under way, over when it is closed. */
    interface Call extends AutoCloseable {
        @Override
        void close();
    }

    /** Begins a call of this thread; one inside another has no more time than that. */
    Call begin() {
        if (each.isEmpty() || end.get() != null) {
            return () -> {};
        }
        end.set(System.nanoTime() + each.get().toNanos());
        return end::remove;
    }

    /** The shorter of {@code usual} and what the call of this thread has left; never nothing, for an answer may be there. */
    Duration left(Duration usual) {
        Long until = end.get();
        if (until == null) {
            return usual;
        }
        Duration left = Duration.ofNanos(until - System.nanoTime());
        if (left.compareTo(LEAST) < 0) {
            return LEAST;
        }
        return left.compareTo(usual) < 0 ? left : usual;
    }
}
