package dev.profilekeep.backup.estate;

import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SiteConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** When a backup may read. Who asked in person need not wait. */
final class BackupTimes {
    /** For so long a container is read on that was begun before the end: most are done by then. */
    private static final Duration GRACE = Duration.ofMinutes(30);

    private final ProfileKeepConfig config;

    BackupTimes(ProfileKeepConfig config) {
        this.config = config;
    }

    /** When a night that begins at {@code start} begins no further container; null if it has no end. */
    @Nullable
    Instant end(Instant start, boolean byPerson) {
        LocalTime until = config.backups().until();
        if (until == null || byPerson) {
            return null;
        }
        ZonedDateTime begin = start.atZone(config.backups().zone());
        ZonedDateTime end = begin.with(until);
        return (end.isAfter(begin) ? end : end.plusDays(1)).toInstant();
    }

    /** Whether a container of the location may not even be read to its end any more. */
    boolean isLongOver(BackupNight run, LocationConfig location, Instant now) {
        return isOver(run, location, now) && isOver(run, location, now.minus(GRACE));
    }

    /** Whether no further container of the location may be begun now. */
    boolean isOver(BackupNight run, @Nullable LocationConfig location, Instant now) {
        Instant until = run.until();
        if (until != null && !now.isBefore(until)) {
            return true;
        }
        if (run.byPerson() || location == null) {
            return false;
        }
        ZoneId zone = config.site(location.siteId()).map(SiteConfig::zone).orElse(ZoneId.of("UTC"));
        return location.quietHours().stream().anyMatch(hours -> hours.contain(now, zone));
    }
}
