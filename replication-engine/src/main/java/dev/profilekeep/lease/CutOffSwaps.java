package dev.profilekeep.lease;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no swap stays half done: goes over every location after a start, in the background and until each was settled
 * once, and over a location whenever somebody asks. Safe for several threads.
 */
public final class CutOffSwaps implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(CutOffSwaps.class);
    private static final int AT_ONCE = 8;

    /**
     * When a location is tried again that is down, or where something could not be settled.
     *
     * @param first after the first try; each further wait is twice as long
     * @param longest and no longer than this
     */
    public record Waits(Duration first, Duration longest) {
        public static final Waits STANDARD = new Waits(Duration.ofMinutes(1), Duration.ofMinutes(15));

        Duration after(Duration last) {
            Duration twice = last.multipliedBy(2);
            return twice.compareTo(longest) < 0 ? twice : longest;
        }
    }

    private final List<String> locations;
    private final LeasePlaces places;
    private final SafeReplace swaps;
    private final Leases leases;
    private final Waits waits;
    private final ScheduledThreadPoolExecutor background;
    private final Map<String, String> told = new ConcurrentHashMap<>();

    /** @param locations ids of all that may hold copies */
    public CutOffSwaps(List<String> locations, LeasePlaces places, SafeReplace swaps, Leases leases, Waits waits) {
        this.locations = List.copyOf(locations);
        this.places = places;
        this.swaps = swaps;
        this.leases = leases;
        this.waits = waits;
        // one that hangs keeps none of the others waiting, as long as they are few
        this.background =
                new ScheduledThreadPoolExecutor(Math.max(1, Math.min(AT_ONCE, this.locations.size())), work -> {
                    Thread thread = new Thread(work, "swap-recovery");
                    thread.setDaemon(true);
                    return thread;
                });
        background.setKeepAliveTime(30, TimeUnit.SECONDS);
        background.allowCoreThreadTimeOut(true);
    }

    /** Begins to go over all locations, and returns at once. For a process that stays. */
    public void begin() {
        for (String location : locations) {
            background.execute(() -> attempt(location, waits.first()));
        }
    }

    /**
     * Settles what was cut off at a location, now.
     *
     * @return what could not be settled yet, as sentences
     * @throws StorageException.Unreachable if its server does not answer
     */
    public List<String> settle(String locationId) throws IOException {
        // Where jobs may change nothing, what was cut off was begun by people.
        Initiator initiator = places.mode(locationId) == LocationMode.ASSIST ? Initiator.PERSON : Initiator.JOB;
        List<String> unsettled = swaps.recover(locationId, initiator, leases, Actor.SCHEDULE);
        tell(locationId, String.join("; ", unsettled));
        return unsettled;
    }

    private void attempt(String location, Duration wait) {
        boolean settled = false;
        try {
            settled = settle(location).isEmpty();
        } catch (IOException | RuntimeException e) {
            if (!background.isShutdown()) {
                tell(location, e.toString());
            }
        }
        if (!settled) {
            again(location, wait);
        }
    }

    private void again(String location, Duration wait) {
        try {
            background.schedule(() -> attempt(location, waits.after(wait)), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("location={} is left: the program ends", location);
        }
    }

    /** Once, however often it is tried. */
    private void tell(String location, String what) {
        String before = told.put(location, what);
        if (!what.isEmpty() && !what.equals(before)) {
            LOG.warn("location={} swaps that were cut off cannot be settled yet, tried again: {}", location, what);
        }
    }

    /** Waits a moment for what is under way. */
    @Override
    public void close() {
        background.shutdownNow();
        try {
            if (!background.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.info("a location is still being looked at for swaps that were cut off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
