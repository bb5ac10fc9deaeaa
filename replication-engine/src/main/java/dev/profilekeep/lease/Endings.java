package dev.profilekeep.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the sessions of one dead holder at all servers at once, as far as they answer in time. For one thread. */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Connections connections;
    private final ExecutorService workers;
    private final Duration within;

    /** @param connections with what is to be ended, and has what is left of it afterwards */
    Endings(Connections connections, ExecutorService workers, Duration within) {
        this.connections = connections;
        this.workers = workers;
        this.within = within;
    }

    /** @param silent locations that are not asked; gets those that do not answer */
    void end(Set<String> silent) {
        long until = System.nanoTime() + within.toNanos();
        Map<String, Future<?>> asked = new HashMap<>();
        for (String location : connections.locationsToEnd()) {
            if (!silent.contains(location)) {
                asked.put(location, workers.submit(() -> {
                    connections.connect(location);
                    return true;
                }));
            }
        }
        asked.forEach((location, answer) -> {
            try {
                answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.debug("location={} a dead node's session could not be ended", location, e);
                silent.add(location);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
