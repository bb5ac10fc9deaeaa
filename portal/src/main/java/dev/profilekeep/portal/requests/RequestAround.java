package dev.profilekeep.portal.requests;

import dev.profilekeep.health.Finding;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.request.Request;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a request, on its own page.
 *
 * @param known whether the container is known still; if not, nothing of it is here
 * @param findings what is wrong with the container
 * @param lock how its lock was judged last; null if nothing locks it, or nobody judged
 * @param backups moments it could go back to, the newest first
 * @param others what else was asked for about the same person, the newest first
 * @param moreOthers how many of these there are beyond {@code others}
 */
public record RequestAround(
        boolean known,
        List<Finding> findings,
        @Nullable LockVerdict lock,
        List<Instant> backups,
        List<Request> others,
        long moreOthers) {
    public RequestAround {
        findings = List.copyOf(findings);
        backups = List.copyOf(backups);
        others = List.copyOf(others);
    }
}
