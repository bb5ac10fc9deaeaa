package dev.profilekeep.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a host that may have made a lock.
 *
 * @param heardAt when it, or its broker, last said something of itself; null if never
 * @param lastBoot null if that is not known
 * @param session whether the person has a session there, as of {@code heardAt}
 * @param sessionSince null if there is none, or that is not known
 * @param cache whether it keeps something of the person's disk, as of {@code heardAt}
 * @param removed the pool's full list does not name it any more
 * @param made whether it was seen to have a session of the person when the lock was written, so that the lock is its own; a host
 *     that is only near enough in time to be suspected is not
 * @param why how it came to be suspected, for people: a log line, a session of then; null if it is only one of the pool
 */
public record HostSeen(
        String name,
        @Nullable Instant heardAt,
        @Nullable Instant lastBoot,
        Known session,
        @Nullable Instant sessionSince,
        Known cache,
        boolean removed,
        boolean made,
        @Nullable Observation why) {
    /** Yes, no, or nobody said. */
    public enum Known {
        YES,
        NO,
        UNKNOWN
    }
}
