package dev.profilekeep.readiness;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What would be if a site were lost now: who could work at another one.
 *
 * @param activeSite the site that may be lost; the same as {@code siteId} for how people stand where they work
 * @param siteId where they would work
 * @param medianLoss of those whose loss is known; null if it is known of nobody
 * @param unknownSince the oldest that verdicts rest on which are unknown; null if there are none, or something was never looked at
 * @param judgedAt when it was judged last
 */
public record SiteReadiness(
        String activeSite,
        String siteId,
        long ready,
        long degraded,
        long notReady,
        long unknown,
        @Nullable Duration medianLoss,
        @Nullable Duration worstLoss,
        long oneCopy,
        long diverged,
        @Nullable Instant unknownSince,
        Instant judgedAt) {

    public long people() {
        return ready + degraded + notReady + unknown;
    }

    /** Who can work there. */
    public long works() {
        return ready + degraded;
    }
}
