package dev.profilekeep.config;

import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How copies at further sites are compared with the active site's.
 *
 * @param cron when it begins by itself, Quartz syntax
 * @param zone of that time
 * @param until when it begins no further copy, in {@code zone}; null if it has no end
 * @param fullEveryDays each pair of copies is read as a whole within so many days
 */
public record VerificationPolicy(String cron, ZoneId zone, @Nullable LocalTime until, int fullEveryDays) {
    /** What holds where the file says nothing. */
    public static VerificationPolicy standard(ZoneId zone) {
        return new VerificationPolicy("0 0 2 * * ?", zone, LocalTime.of(6, 0), 30);
    }

    /** When a run of the schedule begins no further copy. */
    public Night night() {
        return new Night(zone, until);
    }
}
