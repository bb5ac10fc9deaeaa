package dev.profilekeep.config;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * When a run of the schedule begins no further piece of work.
 *
 * @param until in {@code zone}; null if it has no end
 */
public record Night(ZoneId zone, @Nullable LocalTime until) {
    /** A longer time from the beginning to {@code until} is taken for a start that came after the end of its night. */
    public static final Duration LONGEST = Duration.ofHours(16);

    /** When a run that begins at {@code start} begins nothing further; null if it has no end. */
    public @Nullable Instant end(Instant start) {
        if (until == null) {
            return null;
        }
        ZonedDateTime begin = start.atZone(zone);
        ZonedDateTime today = begin.with(until);
        ZonedDateTime end = today.isAfter(begin) ? today : today.plusDays(1);
        // A start that comes late may find its own night over: the end of the next one is not its.
        Duration onTheWall = Duration.between(begin.toLocalDateTime(), end.toLocalDateTime());
        return onTheWall.compareTo(LONGEST) > 0 ? start : end.toInstant();
    }

    /** Whether a run of the schedule that begins now may begin anything. */
    public boolean hasTime(Instant start) {
        Instant end = end(start);
        return end == null || end.isAfter(start);
    }

    /**
     * Tells of a start whose end lies too far ahead.
     *
     * @param does what a run does not do then: "and compares nothing"
     */
    static void check(Section section, String cron, @Nullable LocalTime until, String does) {
        if (until == null) {
            return;
        }
        for (LocalTime start : Cron.timesOfDay(cron)) {
            Duration night = Duration.between(start, until);
            if (night.isNegative() || night.isZero()) {
                night = night.plusDays(1);
            }
            if (night.compareTo(LONGEST) > 0) {
                section.problem(
                        "until",
                        "a run that begins at " + start + " and ends at " + until + " would take more than "
                                + LONGEST.toHours() + " hours: it is taken for one that came too late for its night, "
                                + does,
                        "write a time of day that is nearer to each start of 'cron', or until: never");
                return;
            }
        }
    }
}
