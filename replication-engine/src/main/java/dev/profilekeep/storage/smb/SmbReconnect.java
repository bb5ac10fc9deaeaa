package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.StorageException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long and how often reading goes on after its server was lost. For one call of one thread. */
final class SmbReconnect {
    private static final long FIRST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 1000;

    private final Duration longest;
    private long firstFailure;
    private long pause = FIRST_MILLIS;
    private boolean failed;

    SmbReconnect(Duration longest) {
        this.longest = longest;
    }

    /** Returns when it is time to try again, or throws {@code why} if the time is over. */
    void pauseOrThrow(StorageException.Unreachable why) throws StorageException {
        long now = System.nanoTime();
        if (!failed) {
            failed = true;
            firstFailure = now;
        }
        if (now - firstFailure >= longest.toNanos() || Thread.currentThread().isInterrupted()) {
            throw why;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw why;
        }
        pause = Math.min(LONGEST_MILLIS, pause * 2);
    }
}
