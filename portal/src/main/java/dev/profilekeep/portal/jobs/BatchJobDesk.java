package dev.profilekeep.portal.jobs;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRuns;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.batch.schedule.ScheduleService;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The jobs of this house. */
@Component
class BatchJobDesk implements JobDesk {
    private final JobRuns runs;
    private final ScheduleService schedules;

    BatchJobDesk(JobRuns runs, ScheduleService schedules) {
        this.runs = runs;
        this.schedules = schedules;
    }

    @Override
    public List<JobRunView> recent(int offset, int limit) {
        return runs.recent(offset, limit);
    }

    @Override
    public long count() {
        return runs.count();
    }

    @Override
    public Optional<JobRunView> running(String job) {
        return runs.running(job);
    }

    @Override
    public Optional<JobRunView> find(long id) {
        return runs.find(id);
    }

    @Override
    public long start(String job, String startedBy) throws AlreadyRunningException {
        return runs.start(job, startedBy, true);
    }

    @Override
    public long restart(long id, String startedBy) throws AlreadyRunningException {
        return runs.restart(id, startedBy);
    }

    @Override
    public void stop(long id) {
        runs.stop(id);
    }

    @Override
    public AutoCloseable subscribe(Consumer<JobRunView> listener) {
        return runs.subscribe(listener);
    }

    @Override
    public List<Schedule> schedules() {
        return schedules.all();
    }

    @Override
    public Schedule change(String job, String cron, ZoneId zone, String by) {
        return schedules.change(job, cron, zone, by);
    }

    @Override
    public Schedule pause(String job) {
        return schedules.pause(job);
    }

    @Override
    public Schedule resume(String job) {
        return schedules.resume(job);
    }

    @Override
    public Schedule reset(String job) {
        return schedules.reset(job);
    }

    @Override
    public List<Instant> preview(String cron, ZoneId zone, int n) {
        return schedules.preview(cron, zone, n);
    }
}
