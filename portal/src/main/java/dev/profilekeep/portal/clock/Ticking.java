package dev.profilekeep.portal.clock;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Something done again and again in a thread of its own, from when the portal is up until it goes down. Nothing that goes wrong ends it:
 * a clock that stands still tells nobody.
 */
public abstract class Ticking implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Ticking.class);

    private final String name;
    private final Duration first;
    private final Duration apart;
    private @Nullable ScheduledExecutorService clock;

    /**
     * @param name of the thread, and in the log
     * @param first how long after the start it is done first
     * @param apart from the end of one time to the beginning of the next
     */
    protected Ticking(String name, Duration first, Duration apart) {
        this.name = name;
        this.first = first;
        this.apart = apart;
    }

    protected abstract void tick();

    @Override
    public final synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        started.scheduleWithFixedDelay(this::tried, first.toMillis(), apart.toMillis(), TimeUnit.MILLISECONDS);
        clock = started;
    }

    private void tried() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.warn("{} failed; it is tried again in {} s", name, apart.toSeconds(), e);
        } catch (Error e) {
            // Also when memory is short: whether the process is to end then is for the JVM's own options.
            said(e);
        }
    }

    private void said(Error e) {
        try {
            LOG.error("{} failed; it is tried again in {} s", name, apart.toSeconds(), e);
        } catch (VirtualMachineError again) {
            // Not even memory for a line: if it stays so, the next time tries to say so.
        }
    }

    @Override
    public final synchronized void stop() {
        if (clock != null) {
            clock.shutdownNow();
            awaitLast(clock);
            clock = null;
        }
    }

    /** What is under way may end by itself, so that whoever goes on elsewhere meets nobody. */
    private void awaitLast(ScheduledExecutorService ended) {
        try {
            if (!ended.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.info("{} is still at work", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final synchronized boolean isRunning() {
        return clock != null;
    }
}
