package dev.profilekeep.compact.estate;

import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SiteConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** When disks may be made smaller. Who asked in person need not wait. */
final class CompactionTimes {
    /** For so long a container is worked at that was begun before the end: most are done by then. */
    private static final Duration GRACE = Duration.ofMinutes(30);

    private final ProfileKeepConfig config;

    CompactionTimes(ProfileKeepConfig config) {
        this.config = config;
    }

    /** When a run that begins at {@code start} begins no further container; null if it has no end. */
    @Nullable
    Instant end(Instant start, boolean byPerson) {
        return byPerson ? null : config.compaction().night().end(start);
    }

    /** Whether a run of the schedule that begins now may begin any container. */
    boolean hasTime(Instant start) {
        return config.compaction().night().hasTime(start);
    }

    /** Whether no further container is looked at: some of the night is left for what was found. */
    boolean isLookedEnough(CompactionRun run, Instant now) {
        Instant end = run.endsAt();
        if (end == null || run.planOnly()) {
            return false;
        }
        Duration third = Duration.between(run.startedAt(), end).dividedBy(3);
        return !now.isBefore(run.startedAt().plus(third));
    }

    /** Whether a container of the location may not even be worked at to its end any more. */
    boolean isLongOver(CompactionRun run, LocationConfig location, Instant now) {
        return isOver(run, location, now) && isOver(run, location, now.minus(GRACE));
    }

    /** Whether no further container of the location may be begun now. */
    boolean isOver(CompactionRun run, LocationConfig location, Instant now) {
        Instant until = run.endsAt();
        if (until != null && !now.isBefore(until)) {
            return true;
        }
        if (run.byPerson()) {
            return false;
        }
        ZoneId zone = config.site(location.siteId()).map(SiteConfig::zone).orElse(ZoneId.of("UTC"));
        return location.quietHours().stream().anyMatch(hours -> hours.contain(now, zone));
    }
}
