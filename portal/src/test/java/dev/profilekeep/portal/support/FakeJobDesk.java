package dev.profilekeep.portal.support;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.portal.jobs.JobDesk;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Jobs that run only on paper. */
public class FakeJobDesk implements JobDesk {
    public static final String NIGHTLY = "0 30 0 * * ?";

    public final List<JobRunView> runs = new ArrayList<>();
    public final List<Consumer<JobRunView>> listeners = new ArrayList<>();

    private Schedule schedule =
            new Schedule("inventory", NIGHTLY, ZoneId.of("Europe/Berlin"), false, NIGHTLY, List.of(Samples.NOW));

    public static JobRunView run(long id, Status status, long done, JobRunView.Failure... failures) {
        boolean ended = status != Status.RUNNING && status != Status.STOPPING;
        return new JobRunView(
                id,
                "inventory",
                status,
                "ada",
                Samples.NOW,
                ended ? Samples.NOW.plusSeconds(90) : null,
                ended ? "" : "reading",
                ended ? "" : "anna",
                200,
                done,
                ended ? null : 12.5,
                ended ? null : Duration.ofSeconds(8),
                Map.of("fresh", 3L, "unreadable", 1L),
                List.of(failures),
                status == Status.FAILED || status == Status.STOPPED);
    }

    /** Tells everybody who listens that a run moved. */
    public void moved(JobRunView run) {
        runs.removeIf(one -> one.id() == run.id());
        runs.add(run);
        List.copyOf(listeners).forEach(listener -> listener.accept(run));
    }

    @Override
    public List<JobRunView> recent(int offset, int limit) {
        return runs.stream()
                .sorted(Comparator.comparing(JobRunView::id).reversed())
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public long count() {
        return runs.size();
    }

    @Override
    public Optional<JobRunView> running(String job) {
        return runs.stream().filter(run -> run.status() == Status.RUNNING).findFirst();
    }

    @Override
    public Optional<JobRunView> find(long id) {
        return runs.stream().filter(run -> run.id() == id).findFirst();
    }

    @Override
    public long start(String job, String startedBy) throws AlreadyRunningException {
        Optional<JobRunView> running = running(job);
        if (running.isPresent()) {
            throw new AlreadyRunningException(job, running.get().id());
        }
        long id = runs.size() + 1L;
        runs.add(run(id, Status.RUNNING, 0));
        return id;
    }

    @Override
    public long restart(long id, String startedBy) throws AlreadyRunningException {
        return start("inventory", startedBy);
    }

    @Override
    public void stop(long id) {
        runs.replaceAll(run -> run.id() == id && run.status() == Status.RUNNING ? run(id, Status.STOPPING, 5) : run);
    }

    @Override
    public AutoCloseable subscribe(Consumer<JobRunView> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public List<Schedule> schedules() {
        return List.of(schedule);
    }

    @Override
    public Schedule change(String job, String cron, ZoneId zone, String by) {
        return keep(cron, zone, schedule.paused());
    }

    @Override
    public Schedule pause(String job) {
        return keep(schedule.cron(), schedule.zone(), true);
    }

    @Override
    public Schedule resume(String job) {
        return keep(schedule.cron(), schedule.zone(), false);
    }

    @Override
    public Schedule reset(String job) {
        return keep(NIGHTLY, schedule.zone(), schedule.paused());
    }

    @Override
    public List<Instant> preview(String cron, ZoneId zone, int n) {
        if (cron.split(" ").length != 6) {
            throw new IllegalArgumentException("six fields are needed");
        }
        return List.of(Samples.NOW);
    }

    private Schedule keep(String cron, @Nullable ZoneId zone, boolean paused) {
        schedule = new Schedule(
                "inventory",
                cron,
                zone == null ? schedule.zone() : zone,
                paused,
                NIGHTLY,
                paused ? List.of() : List.of(Samples.NOW));
        return schedule;
    }
}
