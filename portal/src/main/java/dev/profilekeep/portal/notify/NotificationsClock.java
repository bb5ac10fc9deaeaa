package dev.profilekeep.portal.notify;

import dev.profilekeep.engine.Engine;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Twice a minute, from when the portal is up until it goes down. */
@Component
class NotificationsClock implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationsClock.class);
    private static final int SECONDS = 30;

    private final Engine engine;
    private @Nullable ScheduledExecutorService clock;

    NotificationsClock(Engine engine) {
        this.engine = engine;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "notifications");
            thread.setDaemon(true);
            return thread;
        });
        started.scheduleWithFixedDelay(this::tick, 5, SECONDS, TimeUnit.SECONDS);
        clock = started;
    }

    private void tick() {
        try {
            engine.notifications().tick();
        } catch (RuntimeException e) {
            LOG.warn("notifications failed and are tried again", e);
        }
    }

    @Override
    public synchronized void stop() {
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return clock != null;
    }
}
