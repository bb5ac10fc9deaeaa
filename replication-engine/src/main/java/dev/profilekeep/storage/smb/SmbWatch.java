package dev.profilekeep.storage.smb;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Cuts a connection that takes no more bytes: a server that hangs lets the line fill up, and then sending waits for ever, with
 * everybody else who wants to send behind it. Closed in time, it does nothing.
 */
final class SmbWatch implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Future<?> cut;

    private SmbWatch(Future<?> cut) {
        this.cut = cut;
    }

    static SmbWatch over(SmbConnection connection, Duration longest) {
        return new SmbWatch(TIMER.schedule(
                () -> connection.breakOff(
                        new TimeoutException("it took no more bytes for " + longest.toMillis() + " ms")),
                longest.toNanos(),
                TimeUnit.NANOSECONDS));
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "smb-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true); // or each message would stay in its queue until its time
        return timer;
    }

    @Override
    public void close() {
        cut.cancel(false);
    }
}
