package dev.profilekeep.batch.backup;

import dev.profilekeep.backup.estate.BackupNight;
import dev.profilekeep.backup.estate.BackupNight.Phase;
import dev.profilekeep.backup.estate.BackupRunningException;
import dev.profilekeep.backup.estate.BackupService;
import dev.profilekeep.backup.estate.BackupService.LeftOut;
import dev.profilekeep.backup.estate.Outcome;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.RunProgress;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobParameters;

/** Begins, follows and puts down the engine's backup of the estate for the runs of the job. */
final class RunnableBackup implements RunnableJob {
    /** With the lines that count the rest, as many as a run keeps. */
    private static final int KEPT = 48;

    private final Job job;
    private final Engine engine;
    private final BackupService backups;

    RunnableBackup(Job job, Engine engine) {
        this.job = job;
        this.engine = engine;
        this.backups = engine.backups();
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public long begin(String startedBy, boolean person) throws AlreadyRunningException {
        try {
            return backups.begin(startedBy, person).id();
        } catch (BackupRunningException e) {
            throw notOneOfOurs(e);
        }
    }

    @Override
    public void resume(long work, String startedBy, boolean person) throws AlreadyRunningException {
        if (done(work)) {
            return; // the last step did not live to say so
        }
        try {
            backups.resume(work, startedBy, person);
        } catch (BackupRunningException e) {
            throw notOneOfOurs(e);
        }
    }

    /** What a node left that died less than two minutes ago. */
    private static AlreadyRunningException notOneOfOurs(BackupRunningException e) {
        return AlreadyRunningException.elsewhere(BackupParameters.BACKUP, e);
    }

    @Override
    public JobParameters parameters(long work) {
        return new BackupParameters(work).toJobParameters();
    }

    @Override
    public Optional<RunProgress> progress(long work) {
        return backups.find(work).map(this::progress);
    }

    private RunProgress progress(BackupNight run) {
        boolean ended = run.phase() == Phase.DONE;
        boolean whole = run.inUse() == 0 && run.unreadable() == 0 && run.waiting() == 0;
        Map<String, Long> counts = new HashMap<>(Map.of(
                "stored", run.stored(),
                "same", run.same(),
                "read", run.read(),
                "inUse", run.inUse(),
                "unreadable", run.unreadable(),
                "waiting", run.waiting(),
                "missed", run.missed(),
                "bytesRead", run.bytesRead()));
        long slowed = run.phase() == Phase.READING || run.phase() == Phase.AGAIN
                ? engine.locations().slowed()
                : 0;
        if (slowed > 0) {
            counts.put(RunProgress.SLOWED, slowed);
        }
        return new RunProgress(
                phase(run.phase()),
                run.doing(),
                run.total(),
                run.done(),
                counts,
                ended && !whole ? failures(run) : List.of(),
                !ended || whole);
    }

    private List<Failure> failures(BackupNight run) {
        List<Failure> failures = new ArrayList<>();
        if (run.waiting() > 0) {
            failures.add(new Failure(
                    BackupParameters.BACKUP,
                    run.waiting() + " containers were not begun, as the night or a location's time was over;"
                            + " they are first the next night"));
        }
        List<LeftOut> all = backups.leftOut(run.id(), KEPT);
        for (LeftOut one : all) {
            failures.add(new Failure(
                    engine.config()
                                    .location(one.locationId())
                                    .map(LocationConfig::name)
                                    .orElse(one.locationId()) + ": " + one.path(),
                    reason(one, run)));
        }
        long rest = run.inUse() + run.unreadable() - all.size();
        if (rest > 0) {
            failures.add(new Failure(BackupParameters.BACKUP, "and " + rest + " more"));
        }
        return failures;
    }

    private static String reason(LeftOut one, BackupNight run) {
        if (one.outcome() == Outcome.UNREADABLE) {
            return one.reason();
        }
        Instant end = run.endedAt() == null ? run.startedAt() : run.endedAt();
        long hours = one.inUseSince()
                .map(since -> Duration.between(since, end).toHours())
                .orElse(0L);
        return hours < 2 ? "in use" : "in use at every try for " + hours + " hours";
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case PLANNING, READING, AGAIN, CONCLUDING -> phase.name().toLowerCase(Locale.ROOT);
            case DONE, FAILED, STOPPED -> "";
        };
    }

    @Override
    public boolean done(long work) {
        return backups.find(work).filter(run -> run.phase() == Phase.DONE).isPresent();
    }

    @Override
    public void putDown(long work, PutDown how, String reason) {
        backups.abort(work, how == PutDown.STOPPED ? Phase.STOPPED : Phase.FAILED, reason);
    }
}
