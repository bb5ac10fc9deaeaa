package dev.profilekeep.catalog;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the others again and again that this process lives and holds what it holds, until it is closed. Safe for several threads. */
public final class Heart implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

    private final String work;
    private final Runnable beat;
    private final ScheduledExecutorService beats;

    /**
     * @param work for the log and the name of the thread
     * @param every how long after one beat the next is
     * @param beat one that fails is told in the log: the next may come through, and after some time without any another process takes over
     */
    public Heart(String work, Duration every, Runnable beat) {
        this.work = work;
        this.beat = beat;
        this.beats = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, work + "-beat");
            thread.setDaemon(true);
            return thread;
        });
        beats.scheduleWithFixedDelay(this::beat, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            beat.run();
        } catch (RuntimeException e) {
            LOG.warn("a beat of the {} failed: {}", work, e.getMessage());
        }
    }

    @Override
    public void close() {
        beats.shutdownNow();
    }
}
