package dev.profilekeep.batch.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Predicate;

/**
 * What the configuration file says about when a job runs; one bean for each job that has times.
 *
 * @param job its name
 * @param cron Quartz syntax
 * @param latestStart a time that was missed (nobody was running) is made up for at once if it is less than this ago, else
 *     left out
 * @param tryAgain a time at which another run stands in the way is tried again after so long, until {@code latestStart}; zero if it is left out
 * @param hasTime whether a run that starts at this moment has any time before its end; it is left out if it has none
 * @param where the key in the file, for messages
 */
public record ScheduledJob(
        String job,
        String cron,
        ZoneId zone,
        Duration latestStart,
        Duration tryAgain,
        Predicate<Instant> hasTime,
        String where) {
    /** One whose runs have no end, and that leaves out what another run stands in the way of. */
    public ScheduledJob(String job, String cron, ZoneId zone, Duration latestStart, String where) {
        this(job, cron, zone, latestStart, Duration.ZERO, now -> true, where);
    }

    public ScheduledJob {
        if (tryAgain.isNegative()) {
            throw new IllegalArgumentException("tryAgain of " + job + " is negative: " + tryAgain);
        }
        if (latestStart.isNegative()) {
            throw new IllegalArgumentException("latestStart of " + job + " is negative: " + latestStart);
        }
    }
}
