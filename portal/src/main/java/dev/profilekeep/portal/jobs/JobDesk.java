package dev.profilekeep.portal.jobs;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.schedule.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the portal asks of the jobs. Knows no access rules: only {@link JobsService} holds it. */
public interface JobDesk {
    /** Newest first. */
    List<JobRunView> recent(int offset, int limit);

    long count();

    Optional<JobRunView> running(String job);

    Optional<JobRunView> find(long id);

    /** Starts and returns at once with the id of the run. */
    long start(String job, String startedBy) throws AlreadyRunningException;

    long restart(long id, String startedBy) throws AlreadyRunningException;

    void stop(long id);

    /** Tells of every move of every run, until closed. */
    AutoCloseable subscribe(Consumer<JobRunView> listener);

    List<Schedule> schedules();

    Schedule change(String job, String cron, ZoneId zone, String by);

    Schedule pause(String job);

    Schedule resume(String job);

    Schedule reset(String job);

    /** @throws IllegalArgumentException with a sentence on what is wrong with {@code cron} */
    List<Instant> preview(String cron, ZoneId zone, int n);
}
