package dev.profilekeep.lease;

import dev.profilekeep.catalog.CatalogException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what holders that are dead left open at the servers: a server keeps a disk closed to its person for as long as it
 * believes in the session of a node that hangs or is gone. Safe for several threads and nodes.
 */
public final class DeadHolders {
    private static final Logger LOG = LoggerFactory.getLogger(DeadHolders.class);
    /** Together with the time after which a holder is dead that is what a person waits at most. */
    static final Duration EVERY = Duration.ofSeconds(10);
    /** So long nobody who waits for a look waits for a server again that did not answer. */
    private static final long VAIN_FOR = TimeUnit.SECONDS.toNanos(10);

    private final LeaseRows rows;
    private final Ending ending;
    private final ScheduledExecutorService background;
    private final Map<Long, Long> vain = new ConcurrentHashMap<>();
    private volatile LongConsumer told = container -> {};

    /** Ends what the dead holder of one container left. */
    @FunctionalInterface
    interface Ending {
        /**
         * @param silent locations that are not to be asked; gets those that do not answer
         * @param ended called before anybody else can have the container
         * @return whether nothing of it is left
         */
        boolean end(long containerId, Set<String> silent, Runnable ended);
    }

    DeadHolders(LeaseRows rows, Ending ending, ScheduledExecutorService background) {
        this.rows = rows;
        this.ending = ending;
        this.background = background;
    }

    /** @param container told of each container that a dead holder had, once it is let go */
    public void whenEnded(LongConsumer container) {
        told = container;
    }

    /** Ends them in the background from now on, the first at once. For a process that stays. */
    public void begin() {
        begin(EVERY);
    }

    void begin(Duration every) {
        background.scheduleWithFixedDelay(this::round, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            end(rows.dead());
        } catch (RuntimeException e) {
            LOG.warn("what dead nodes left open could not be ended, tried again: {}", e.toString());
        }
    }

    /**
     * Ends what dead holders of these containers left, for somebody who is about to look at them. Takes some seconds where a
     * server does not answer, and no time where there are none.
     *
     * @throws CatalogException if the catalog does not answer
     */
    public void endOf(Collection<Long> containers) {
        Set<Long> asked = new HashSet<>(containers);
        long now = System.nanoTime();
        end(rows.dead().stream()
                .filter(asked::contains)
                .filter(id -> now - vain.getOrDefault(id, now - VAIN_FOR) >= VAIN_FOR)
                .toList());
    }

    private void end(List<Long> containers) {
        Set<String> silent = new HashSet<>();
        for (long id : containers) {
            if (ending.end(id, silent, () -> tell(id))) {
                vain.remove(id);
            } else {
                vain.put(id, System.nanoTime());
            }
        }
    }

    private void tell(long id) {
        try {
            told.accept(id);
        } catch (RuntimeException e) {
            LOG.warn("container={} what was seen while a dead node held it is believed for a minute", id, e);
        }
    }
}
