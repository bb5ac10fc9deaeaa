package dev.profilekeep.replica.estate;

import dev.profilekeep.config.VerificationPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** When a run of the schedule begins no further copy. Who asked in person has no end of the night. */
final class VerificationTimes {
    private final VerificationPolicy policy;

    VerificationTimes(VerificationPolicy policy) {
        this.policy = policy;
    }

    /** When a run that begins at {@code start} begins no further copy; null if it has no end. */
    @Nullable
    Instant end(Instant start, boolean byPerson) {
        LocalTime until = policy.until();
        if (until == null || byPerson) {
            return null;
        }
        ZonedDateTime begin = start.atZone(policy.zone());
        ZonedDateTime today = begin.with(until);
        ZonedDateTime end = today.isAfter(begin) ? today : today.plusDays(1);
        // A start that comes late may find its own night over: the end of the next one is not its.
        Duration onTheWall = Duration.between(begin.toLocalDateTime(), end.toLocalDateTime());
        return onTheWall.compareTo(VerificationPolicy.LONGEST_NIGHT) > 0 ? start : end.toInstant();
    }

    /** Whether a run of the schedule that begins now may begin any copy. */
    boolean hasTime(Instant start) {
        Instant end = end(start, false);
        return end == null || end.isAfter(start);
    }
}
