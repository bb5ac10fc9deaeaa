package dev.profilekeep.portal.trouble;

import dev.profilekeep.notify.Incident;
import dev.profilekeep.portal.clock.Ticking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads the incidents now and then, whichever node noticed them, and tells who listens when others are there than before. Pages
 * ask it, and not the catalog. Safe for several threads.
 */
@Component
public class TroubleWatch extends Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(TroubleWatch.class);

    private final TroubleDesk desk;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Incident> open = List.of();
    private volatile Map<String, Instant> cutOff = Map.of();

    public TroubleWatch(TroubleDesk desk) {
        super("trouble-watch", Duration.ZERO, Duration.ofSeconds(10));
        this.desk = desk;
    }

    /** Those that lasted when it looked last. */
    List<Incident> open() {
        return open;
    }

    /** Sites that were cut off when it looked last, and since when. */
    Map<String, Instant> cutOff() {
        return cutOff;
    }

    /** @return ends it */
    AutoCloseable listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Reads them anew. */
    public void look() {
        List<Incident> now = desk.open();
        // Only what is shown beside an incident is asked for.
        Map<String, Instant> off = now.isEmpty() ? Map.of() : Map.copyOf(desk.cutOff());
        boolean others = !signs(now).equals(signs(open)) || !off.equals(cutOff);
        cutOff = off;
        open = List.copyOf(now);
        if (others) {
            for (Runnable listener : listeners) {
                try {
                    listener.run();
                } catch (RuntimeException e) {
                    LOG.debug("a listener to trouble failed", e);
                }
            }
        }
    }

    /** What of them is shown: that it was seen again, or fails in other words, is no news. */
    private static List<Object> signs(List<Incident> incidents) {
        List<Object> signs = new ArrayList<>();
        for (Incident one : incidents) {
            Map<String, String> facts = new HashMap<>(one.facts());
            facts.remove("reason");
            signs.add(List.of(one.id(), one.kind(), one.since(), facts));
        }
        return signs;
    }

    @Override
    protected void tick() {
        look();
    }
}
