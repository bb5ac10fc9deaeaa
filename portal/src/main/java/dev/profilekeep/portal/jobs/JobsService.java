package dev.profilekeep.portal.jobs;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.config.Cron;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Runs and schedules: read by administrators and auditors, changed by administrators. Every change is told to the audit
 * trail before it is made: what cannot be told is not done; and after it, with how it ended.
 */
@Service
public class JobsService {
    private static final String INVENTORY = "inventory";
    private static final int SOME = 100;

    /** Jobs without times, which are there as long as these have some. */
    private static final Map<String, String> LIKE = Map.of("compaction-plan", "compaction");

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
        schedule(LIKE.getOrDefault(job, job));
        return this.<Long, AlreadyRunningException>told(
                "job.start",
                job,
                Map.of(),
                () -> desk.start(job, currentUser.require().displayName()),
                id -> Map.of("run", Long.toString(id)));
    }

    /**
     * Starts the inventory, which believes of these locations that they were emptied on purpose.
     *
     * @param emptied ids of locations
     * @param reason in the person's words; only if nothing was emptied it may be empty
     * @throws BadInputException if the job is another one, a location is not known, or the reason is missing or too long
     */
    @RolesAllowed(ADMINISTRATOR)
    public long start(String job, List<String> emptied, String reason) throws AlreadyRunningException {
        schedule(LIKE.getOrDefault(job, job));
        if (emptied.isEmpty() && !reason.isEmpty()) {
            throw new BadInputException(
                    "reason says why a location is confirmed empty: give confirmEmpty with it", null);
        }
        if (!emptied.isEmpty()) {
            checkEmptied(job, emptied, reason);
            Optional<JobRunView> running = desk.running(job);
            if (running.isPresent()) {
                throw new AlreadyRunningException(job, running.get().id());
            }
            Person by = currentUser.require();
            emptied.forEach(id -> estate.confirmEmpty(id, by, reason.strip()));
        }
        return start(job);
    }

    private void checkEmptied(String job, List<String> emptied, String reason) {
        List<String> known =
                estate.locations().stream().map(Estate.Location::id).toList();
        if (!job.equals(INVENTORY)) {
            throw new BadInputException("confirmEmpty belongs to the job " + INVENTORY + " and not to " + job, null);
        }
        for (String id : emptied) {
            if (!known.contains(id)) {
                throw new BadInputException(
                        "confirmEmpty must be the id of a location: " + String.join(", ", known), null);
            }
        }
        if (reason.isBlank()) {
            throw new BadInputException("reason must say why the location was emptied", null);
        }
        GivenReason.fault(reason.strip()).ifPresent(fault -> {
            throw new BadInputException("reason " + fault, null);
        });
    }

    /** Goes on with a run that failed or was stopped; returns the id of the new run. */
    @RolesAllowed(ADMINISTRATOR)
    public long restart(long id) throws AlreadyRunningException {
        JobRunView run = find(id);
        if (!run.restartable()) {
            throw new NotNowException(why(run), "run " + id + " cannot go on: " + whyNot(run), null);
        }
        try {
            return this.<Long, AlreadyRunningException>told(
                    "job.restart",
                    run.job(),
                    Map.of("of", Long.toString(id)),
                    () -> desk.restart(id, currentUser.require().displayName()),
                    begun -> Map.of("run", Long.toString(begun)));
        } catch (IllegalStateException e) {
            Optional<JobRunView> newer = newer(run);
            throw new NotNowException(
                    why(run),
                    newer.isPresent() ? "run " + id + " cannot go on: " + whyNot(run) : String.valueOf(e.getMessage()),
                    e);
        }
    }

    private Why why(JobRunView run) {
        if (run.status() != JobRunView.Status.FAILED && run.status() != JobRunView.Status.STOPPED) {
            return Why.MOVED_ON;
        }
        return newer(run).isPresent() ? Why.RUN_HAS_A_NEWER : run.restartable() ? Why.MOVED_ON : Why.RUN_NEVER_BEGAN;
    }

    private String whyNot(JobRunView run) {
        if (run.status() != JobRunView.Status.FAILED && run.status() != JobRunView.Status.STOPPED) {
            return "it is " + run.status();
        }
        return newer(run)
                .map(newer -> "a newer run exists: " + newer.id())
                .orElse("it ended before it began; start the job instead");
    }

    /** The newest run of the same job, unless it is this one. */
    private Optional<JobRunView> newer(JobRunView run) {
        return desk.recent(0, SOME).stream()
                .filter(other -> other.job().equals(run.job()))
                .findFirst()
                .filter(newest -> newest.id() > run.id());
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
            throw new NotNowException(
                    Why.RUN_ENDED, "run " + id + " cannot be stopped: it has ended and is " + run.status(), null);
        }
        told("job.stop", run.job(), Map.of("run", Long.toString(id)), () -> {
            desk.stop(id);
            return id;
        });
    }

    /**
     * What is so already is no change, and the audit trail has nothing of it.
     *
     * @throws BadInputException with a sentence on what is wrong with {@code cron}
     */
    @RolesAllowed(ADMINISTRATOR)
    public Schedule change(String job, String cron, ZoneId zone) {
        Schedule before = schedule(job);
        String normal = Cron.normal(cron);
        preview(normal, zone, 1);
        if (Cron.normal(before.cron()).equals(normal) && before.zone().equals(zone)) {
            return before;
        }
        return told(
                "schedule.change",
                job,
                Map.of("from", words(before), "to", normal + " " + zone),
                () -> desk.change(job, normal, zone, currentUser.require().displayName()));
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
        return told("schedule.pause", job, Map.of(), () -> desk.pause(job));
    }

    @RolesAllowed(ADMINISTRATOR)
    public Schedule resume(String job) {
        schedule(job);
        return told("schedule.resume", job, Map.of(), () -> desk.resume(job));
    }

    /** Back to what the configuration file says. */
    @RolesAllowed(ADMINISTRATOR)
    public Schedule reset(String job) {
        Schedule before = schedule(job);
        return told(
                "schedule.reset", job, Map.of("from", words(before), "to", before.fromFile()), () -> desk.reset(job));
    }

    private static String words(Schedule schedule) {
        return schedule.cron() + " " + schedule.zone();
    }

    private <T> T told(String act, String job, Map<String, String> evidence, Act.Deed<T, RuntimeException> deed) {
        return told(act, job, evidence, deed, result -> Map.of());
    }

    private <T, E extends Exception> T told(
            String act,
            String job,
            Map<String, String> evidence,
            Act.Deed<T, E> deed,
            Function<T, Map<String, String>> came)
            throws E {
        Person by = currentUser.require();
        return Act.told(
                (known, outcome) -> estate.audit(by, act, job, "", known, outcome),
                evidence,
                deed,
                came,
                e -> refused(act, e) ? String.valueOf(e.getMessage()) : "");
    }

    /** A job is turned down while it runs, and a run that cannot go on; anything else is a failure. */
    private static boolean refused(String act, Exception e) {
        return e instanceof AlreadyRunningException || act.equals("job.restart") && e instanceof IllegalStateException;
    }
}
