package dev.profilekeep.portal.requests;

import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.request.RequestTimes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request, and what whoever decides wants to know beside it.
 *
 * @param times how long whom it kept waiting
 * @param keptUntil until when at least what was there before is kept, of what could not be taken back; null if it is not that, or nothing was done
 * @param lock how the container's lock was judged last: LIVE, STALE, UNPROVED, NOT_JUDGED, NOT_LOCKED or NOT_KNOWN
 * @param newestBackup the newest moment the container could go back to; null if there is none
 * @param lastWritten when the container was written last; null if not known
 * @param bytes how large it is what is brought back as a whole, or put aside; null if not known, and of files
 * @param lockAt of when {@code lock} is; null if not known
 * @param seenAt of when {@code lastWritten} is; null if not known
 */
public record RequestContext(
        Request request,
        List<RequestStep> steps,
        RequestTimes times,
        @Nullable Instant keptUntil,
        String lock,
        @Nullable Instant newestBackup,
        @Nullable Instant lastWritten,
        @Nullable Long bytes,
        @Nullable Instant lockAt,
        @Nullable Instant seenAt) {
    public RequestContext {
        steps = List.copyOf(steps);
    }

    /** Whether nothing but the clocks went on since another of the same request. */
    public boolean tellsSame(RequestContext other) {
        return equals(new RequestContext(
                other.request,
                other.steps,
                times,
                other.keptUntil,
                other.lock,
                other.newestBackup,
                other.lastWritten,
                other.bytes,
                other.lockAt,
                other.seenAt));
    }

    /** Whether the container is known still: the set of one that is not may have another name now. */
    public boolean isKnown() {
        return !lock.equals("NOT_KNOWN");
    }
}
