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
 * @param gone an administrator declared that it was deleted or installed anew; null if nobody did
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
        @Nullable Gone gone,
        boolean made,
        @Nullable Observation why) {
    /**
     * That it is gone.
     *
     * @param at what began later is not covered
     * @param by whose word it is
     */
    public record Gone(Instant at, String by) {}

    /** Whether it went after {@code began}, and was not heard of since: what it began then is nobody's any more. */
    boolean isGoneSince(Instant began) {
        boolean back = gone != null && heardAt != null && heardAt.isAfter(gone.at());
        return gone != null && !back && !began.isAfter(gone.at());
    }

    /** Yes, no, or nobody said. */
    public enum Known {
        YES,
        NO,
        UNKNOWN
    }
}
