package dev.profilekeep.backup.writer;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls something again and again. */
@FunctionalInterface
public interface Pulse {
    /**
     * Begins to call {@code beat}, which throws nothing, once in each {@code period}.
     *
     * @return ends it
     */
    Runnable every(Duration period, Runnable beat);

    /** On a thread of its own, which keeps no process alive. */
    static Pulse daemon() {
        return (period, beat) -> {
            ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread daemon = new Thread(task, "backup-heartbeat");
                daemon.setDaemon(true);
                return daemon;
            });
            Future<?> beats =
                    thread.scheduleWithFixedDelay(beat, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
            return () -> {
                beats.cancel(false);
                thread.shutdown();
            };
        };
    }
}
