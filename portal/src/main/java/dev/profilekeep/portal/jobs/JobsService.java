package dev.profilekeep.portal.jobs;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Runs and schedules: read by administrators and auditors, changed by administrators. Every change is told to the audit
 * trail before it is made: what cannot be told is not done.
 */
@Service
public class JobsService {
    private final JobDesk desk;
    private final Estate estate;
    private final CurrentUser currentUser;

    public JobsService(JobDesk desk, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /** Newest first. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<JobRunView> recent(int offset, int limit) {
        return desk.recent(offset, limit);
    }

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public long count() {
        return desk.count();
    }

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public Optional<JobRunView> running(String job) {
        return desk.running(job);
    }

    /** @throws NotFoundException if there is no such run */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public JobRunView find(long id) {
        return desk.find(id).orElseThrow(() -> new NotFoundException("run " + id));
    }

    /** Tells of every move of every run, on a thread of the jobs, until closed. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public AutoCloseable subscribe(Consumer<JobRunView> listener) {
        return desk.subscribe(listener);
    }

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<Schedule> schedules() {
        return desk.schedules();
    }

    /** @throws NotFoundException if there is no such job */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public Schedule schedule(String job) {
        return desk.schedules().stream()
                .filter(schedule -> schedule.job().equals(job))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("job " + job));
    }

    /**
     * The next times of a schedule that is thought of.
     *
     * @throws BadInputException with a sentence on what is wrong with {@code cron}
     */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<Instant> preview(String cron, ZoneId zone, int n) {
        try {
            return desk.preview(cron, zone, n);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Starts the job for the person who asks; returns at once with the id of the run. */
    @RolesAllowed(ADMINISTRATOR)
    public long start(String job) throws AlreadyRunningException {
        schedule(job);
        audit("job.start", job, Map.of(), "begun");
        try {
            return desk.start(job, currentUser.require().displayName());
        } catch (AlreadyRunningException e) {
            audit("job.start", job, Map.of("running", Long.toString(e.runId())), "refused: it is running already");
            throw e;
        }
    }

    /** Goes on with a run that failed or was stopped; returns the id of the new run. */
    @RolesAllowed(ADMINISTRATOR)
    public long restart(long id) throws AlreadyRunningException {
        JobRunView run = find(id);
        if (!run.restartable()) {
            throw new NotNowException("run " + id + " cannot go on: it is " + run.status(), null);
        }
        audit("job.restart", run.job(), Map.of("run", Long.toString(id)), "begun");
        try {
            return desk.restart(id, currentUser.require().displayName());
        } catch (IllegalStateException e) {
            throw new NotNowException("run " + id + " cannot go on: a later run has been over it", e);
        }
    }

    /**
     * Asks a run to stop; it ends between two containers.
     *
     * @throws NotNowException if it has ended already; the audit trail has nothing of it then
     */
    @RolesAllowed(ADMINISTRATOR)
    public void stop(long id) {
        JobRunView run = find(id);
        if (run.endedAt() != null) {
            throw new NotNowException("run " + id + " cannot be stopped: it has ended and is " + run.status(), null);
        }
        audit("job.stop", run.job(), Map.of("run", Long.toString(id)), "begun");
        desk.stop(id);
    }

    /** @throws BadInputException with a sentence on what is wrong with {@code cron} */
    @RolesAllowed(ADMINISTRATOR)
    public Schedule change(String job, String cron, ZoneId zone) {
        Schedule before = schedule(job);
        preview(cron, zone, 1);
        audit("schedule.change", job, Map.of("from", words(before), "to", cron + " " + zone), "begun");
        return desk.change(job, cron, zone, currentUser.require().displayName());
    }

    /**
     * Changes what is given and leaves the rest.
     *
     * @throws BadInputException with a sentence on what is wrong with {@code cron}
     */
    @RolesAllowed(ADMINISTRATOR)
    public Schedule change(String job, @Nullable String cron, @Nullable ZoneId zone, @Nullable Boolean paused) {
        Schedule schedule = schedule(job);
        if (cron != null || zone != null) {
            schedule = change(job, cron == null ? schedule.cron() : cron, zone == null ? schedule.zone() : zone);
        }
        if (paused != null && paused != schedule.paused()) {
            schedule = paused ? pause(job) : resume(job);
        }
        return schedule;
    }

    @RolesAllowed(ADMINISTRATOR)
    public Schedule pause(String job) {
        schedule(job);
        audit("schedule.pause", job, Map.of(), "begun");
        return desk.pause(job);
    }

    @RolesAllowed(ADMINISTRATOR)
    public Schedule resume(String job) {
        schedule(job);
        audit("schedule.resume", job, Map.of(), "begun");
        return desk.resume(job);
    }

    /** Back to what the configuration file says. */
    @RolesAllowed(ADMINISTRATOR)
    public Schedule reset(String job) {
        Schedule before = schedule(job);
        audit("schedule.reset", job, Map.of("from", words(before), "to", before.fromFile()), "begun");
        return desk.reset(job);
    }

    private static String words(Schedule schedule) {
        return schedule.cron() + " " + schedule.zone();
    }

    private void audit(String act, String subject, Map<String, String> evidence, String outcome) {
        estate.audit(currentUser.require(), act, subject, "", evidence, outcome);
    }
}
