package dev.profilekeep.security.saml;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The memory of one node. At most {@code capacity} at a time; full means refusing, not forgetting. */
final class InMemoryReplayMemory implements ReplayMemory {

    static final int USUAL_CAPACITY = 200_000;

    private final Clock clock;
    private final int capacity;
    /** Guarded by this. */
    private final Map<String, Instant> used = new HashMap<>();
    /** When the oldest entry may go; guarded by this. */
    private Instant nextSweep = Instant.MIN;

    InMemoryReplayMemory(Clock clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    @Override
    public synchronized boolean firstUse(String assertion, Instant until) {
        Instant now = clock.instant();
        if (used.size() >= capacity || now.isAfter(nextSweep)) {
            used.values().removeIf(now::isAfter);
            nextSweep = now.plusSeconds(60);
        }
        if (used.size() >= capacity) {
            return false;
        }
        return used.putIfAbsent(assertion, until) == null;
    }
}
