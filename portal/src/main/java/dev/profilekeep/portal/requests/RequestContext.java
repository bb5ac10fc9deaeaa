package dev.profilekeep.portal.requests;

import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request, and what whoever decides wants to know beside it.
 *
 * @param lock how the container's lock was judged last: LIVE, STALE, UNPROVED, NOT_JUDGED, NOT_LOCKED or NOT_KNOWN
 * @param newestBackup the newest moment the container could go back to; null if there is none
 * @param lastWritten when the container was written last; null if not known
 */
public record RequestContext(
        Request request,
        List<RequestStep> steps,
        String lock,
        @Nullable Instant newestBackup,
        @Nullable Instant lastWritten) {
    public RequestContext {
        steps = List.copyOf(steps);
    }
}
