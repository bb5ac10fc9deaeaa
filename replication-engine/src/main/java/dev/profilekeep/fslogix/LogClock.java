package dev.profilekeep.fslogix;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts dates and offsets to the times of day in a log. Lines of several threads may be out of order by a little; a time that lies far before
 * the last one is of the next day. When clocks are put back, the same hour comes twice: that shows as a step back by an hour.
 */
final class LogClock {
    private static final Duration HALF_A_DAY = Duration.ofHours(12);
    private static final Duration DISORDER = Duration.ofMinutes(1);
    private static final Duration STEP_TO = Duration.ofMinutes(65);

    private final @Nullable ZoneId given;
    private @Nullable ZoneId zone;
    private @Nullable LocalDate date;
    private @Nullable ZoneOffset offset;
    private @Nullable LocalDateTime last;
    private @Nullable Instant lastAt;
    /** Zones that had the head's offset when it was written. */
    private List<ZoneRules> candidates = List.of();
    /** How far clocks were put back since the head. */
    private Duration putBack = Duration.ZERO;

    private @Nullable LocalDateTime judgedHour;
    private boolean judgement;

    LogClock(FslogixLog.Context context) {
        this.given = context.zone();
        this.zone = given;
        this.date = context.date();
    }

    void head(LogLine.Header head) {
        LocalDateTime created = head.created();
        if (created == null) {
            return;
        }
        date = created.toLocalDate();
        last = created;
        lastAt = null;
        judgedHour = null;
        putBack = Duration.ZERO;
        ZoneOffset told = head.offset();
        offset = told;
        candidates = List.of();
        // A host that had another offset then than the zone is not in it.
        zone = given != null
                        && told != null
                        && !given.getRules().getValidOffsets(created).contains(told)
                ? null
                : given;
        if (told != null && zone == null) {
            candidates = ZoneId.getAvailableZoneIds().stream()
                    .map(id -> ZoneId.of(id).getRules())
                    .filter(rules -> rules.getOffset(created).equals(told))
                    .distinct()
                    .toList();
        }
        ZoneId known = zone;
        if (known != null) {
            lastAt = told == null ? instant(known.getRules(), created) : created.toInstant(told);
        }
    }

    LogLine.Time at(LocalTime clock) {
        LocalDate today = date;
        if (today == null) {
            return new LogLine.Time(clock, null, null, false);
        }
        LocalDateTime local = today.atTime(clock);
        LocalDateTime before = last;
        boolean late = false;
        if (before != null) {
            if (Duration.between(local, before).compareTo(HALF_A_DAY) > 0) {
                today = today.plusDays(1);
                date = today;
                local = today.atTime(clock);
            } else if (isLate(local.minusDays(1), before)) {
                // Written by another thread just before midnight.
                local = local.minusDays(1);
                late = true;
            }
        }
        Instant at = null;
        boolean uncertain = false;
        ZoneId known = zone;
        ZoneOffset told = offset;
        if (known != null) {
            at = instant(known.getRules(), local);
        } else if (told != null) {
            if (before != null && wasPutBack(local, before)) {
                putBack = putBack.plusHours(1);
                judgedHour = null;
            }
            at = local.toInstant(told).plus(putBack);
            uncertain = isUncertain(local, told);
        }
        if (!late) {
            last = local;
            lastAt = at;
        }
        return new LogLine.Time(clock, local.toLocalDate(), at, uncertain);
    }

    private static boolean isLate(LocalDateTime yesterday, LocalDateTime before) {
        return !yesterday.isAfter(before.plus(DISORDER)) && !yesterday.isBefore(before.minus(DISORDER));
    }

    /** In the hour that comes twice, the earlier one until a line shows that it is the later. */
    private Instant instant(ZoneRules rules, LocalDateTime local) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.isEmpty()) {
            return local.atZone(ZoneId.ofOffset("UTC", rules.getOffset(local))).toInstant();
        }
        Instant earlier = local.toInstant(offsets.get(0));
        Instant before = lastAt;
        return offsets.size() > 1 && before != null && earlier.isBefore(before.minus(DISORDER))
                ? local.toInstant(offsets.get(1))
                : earlier;
    }

    private boolean wasPutBack(LocalDateTime local, LocalDateTime before) {
        Duration step = Duration.between(local, before);
        return putBack.isZero()
                && step.compareTo(DISORDER) > 0
                && step.compareTo(STEP_TO) <= 0
                && candidates.stream()
                        .anyMatch(rules -> rules.getValidOffsets(local).size() > 1);
    }

    private boolean isUncertain(LocalDateTime local, ZoneOffset told) {
        LocalDateTime hour = local.truncatedTo(ChronoUnit.HOURS);
        if (!hour.equals(judgedHour)) {
            judgedHour = hour;
            ZoneOffset now = ZoneOffset.ofTotalSeconds(told.getTotalSeconds() - (int) putBack.toSeconds());
            // Once clocks were seen to be put back, only zones that do so can be the host's.
            judgement = candidates.stream()
                    .filter(rules ->
                            putBack.isZero() || rules.getValidOffsets(local).contains(now))
                    .anyMatch(rules -> !rules.getValidOffsets(local).equals(List.of(now)));
        }
        return judgement;
    }
}
