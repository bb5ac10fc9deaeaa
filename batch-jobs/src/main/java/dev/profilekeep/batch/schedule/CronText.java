package dev.profilekeep.batch.schedule;

import dev.profilekeep.config.Cron;
import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Reads a cron expression by the rules of {@link Cron}, and says what is wrong with it so that a person can put it right. */
final class CronText {
    private CronText() {}

    /**
     * @param now from when on it must have a time
     * @throws IllegalArgumentException with a sentence that a person understands
     */
    static LocalCron parse(String text, ZoneId zone, Instant now) {
        String cron = Cron.check(text, LocalDate.ofInstant(now, zone));
        LocalCron parsed;
        try {
            parsed = new LocalCron(cron, zone);
        } catch (ParseException | RuntimeException e) {
            throw new IllegalArgumentException("the schedule \"" + cron + "\" is not understood: " + e.getMessage(), e);
        }
        if (parsed.after(now).isEmpty()) {
            throw new IllegalArgumentException(
                    "the schedule \"" + cron + "\" never comes due: there is no such day any more");
        }
        return parsed;
    }

    /** The one way to write what was read. */
    static String normal(String text, ZoneId zone, Instant now) {
        return Cron.check(text, LocalDate.ofInstant(now, zone));
    }
}
