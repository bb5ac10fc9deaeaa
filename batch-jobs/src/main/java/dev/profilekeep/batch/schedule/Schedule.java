package dev.profilekeep.batch.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * When a job runs.
 *
 * @param cron six fields, Quartz syntax
 * @param fromFile the value of the configuration file; differs from {@code cron} if a person changed it since
 * @param next the next times, at most five; empty if paused
 */
public record Schedule(String job, String cron, ZoneId zone, boolean paused, String fromFile, List<Instant> next) {
    public Schedule {
        next = List.copyOf(next);
    }
}
