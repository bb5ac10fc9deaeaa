package dev.profilekeep.health;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when a copy stands still although another one of its container is newer. A copy that moves on, even if it never quite
 * catches up by the time somebody looks, is not behind: nightly replication looks so every night.
 *
 * @param written its last write then, FILETIME
 */
public record Behind(Instant since, long written) {
    /** Last writes closer than this are the same write, carried to two places. */
    public static final Duration SAME = Duration.ofMinutes(10);

    private static final long TICKS_PER_SECOND = 10_000_000;

    /**
     * @param before what was known
     * @param newest the last write of the newest copy, FILETIME
     * @param own this copy's
     * @return null if it is not behind
     */
    public static @Nullable Behind next(@Nullable Behind before, long newest, long own, Instant now) {
        if (newest - own <= SAME.toSeconds() * TICKS_PER_SECOND) {
            return null;
        }
        return before != null && before.written() == own ? before : new Behind(now, own);
    }
}
