package dev.profilekeep.readiness;

import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The numbers of one day, by the last judgement of everybody on it; see {@link SiteReadiness}. */
public record ReadinessDay(
        LocalDate day,
        String activeSite,
        String siteId,
        long ready,
        long degraded,
        long notReady,
        long unknown,
        @Nullable Duration medianLoss,
        @Nullable Duration worstLoss,
        long oneCopy,
        long diverged) {}
