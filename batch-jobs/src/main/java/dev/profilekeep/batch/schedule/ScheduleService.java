package dev.profilekeep.batch.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * When jobs run. The file's times count at the first start; what a person changes counts from then on, until the file's
 * value itself becomes another one. Kept in the database: holds for every node and over restarts.
 *
 * <p>A time the clock skips in spring counts at the first moment after the gap; one it goes through twice in autumn counts
 * the first time only. Times at which nobody was running are made up for once if that is not too long ago
 * ({@link ScheduledJob#latestStart}); times missed while paused, or before a change, are not.
 *
 * <p>Says nothing about who may do what. Safe for use by several threads.
 */
public interface ScheduleService {
    List<Schedule> all();

    /**
     * Changes when a job runs; effective within five seconds on every node. A paused job stays paused.
     *
     * @param cron six fields: second, minute, hour, day of month, month, day of week
     * @throws IllegalArgumentException with a sentence that a person understands
     */
    Schedule change(String job, String cron, ZoneId zone, String actorName);

    /** Starts it at no time any more, until resumed. */
    Schedule pause(String job);

    Schedule resume(String job);

    /** Back to what the file says. */
    Schedule reset(String job);

    /**
     * The next times of a cron expression from now on.
     *
     * @param n at most 100
     * @throws IllegalArgumentException with a sentence that a person understands
     */
    List<Instant> preview(String cron, ZoneId zone, int n);

    /** Times at which a job was not started, the newest first. @param limit at most 1,000 */
    List<SkippedStart> skipped(String job, int limit);
}
