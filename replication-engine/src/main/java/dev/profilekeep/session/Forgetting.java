package dev.profilekeep.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When what is old is looked for: with a report or import, but not with each, as it reads all that is kept. */
final class Forgetting {
    private static final Duration EVERY = Duration.ofHours(1);

    private final Clock clock;
    private Instant next = Instant.MIN;

    Forgetting(Clock clock) {
        this.clock = clock;
    }

    /** Whether it is time; true for one caller in an hour. */
    synchronized boolean isDue() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return false;
        }
        next = now.plus(EVERY);
        return true;
    }

    /** What was last told before this is to be forgotten. */
    Instant limit() {
        return clock.instant().minus(CatalogSessions.KEPT);
    }
}
