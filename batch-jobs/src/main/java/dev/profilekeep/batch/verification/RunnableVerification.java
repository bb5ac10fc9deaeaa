package dev.profilekeep.batch.verification;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.RunProgress;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.replica.CopyWord;
import dev.profilekeep.replica.estate.VerificationRun;
import dev.profilekeep.replica.estate.VerificationRun.Phase;
import dev.profilekeep.replica.estate.VerificationRunningException;
import dev.profilekeep.replica.estate.VerificationService;
import dev.profilekeep.replica.estate.VerificationVerdicts.Group;
import dev.profilekeep.replica.estate.VerificationWish;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobParameters;

/** Begins, follows and puts down the engine's comparison of copies for the runs of the job. */
final class RunnableVerification implements RunnableJob {
    /** With the line that tells of the rest, as many as a run keeps. */
    private static final int KEPT = 48;

    /** What is worth a look by day; that a copy lags, is missing or was in use is a number only. */
    private static final Map<CopyWord, String> TOLD = new EnumMap<>(Map.of(
            CopyWord.DIVERGED, "both sites changed since they agreed, or one is new and empty; a person decides",
            CopyWord.NEWER_AT_SECONDARY, "changed here alone, so the day's work lies here",
            CopyWord.UNREADABLE, "cannot be compared, as one of both cannot be read or is damaged",
            CopyWord.UNPROVED,
                    "nobody can tell, as a location did not answer or both are not known ever to have agreed"));

    private static final Map<CopyWord, String> COUNTS = new EnumMap<>(Map.of(
            CopyWord.EQUAL, "copiesEqual",
            CopyWord.PRESUMED_EQUAL, "copiesEqual",
            CopyWord.LAGGING, "copiesLagging",
            CopyWord.DIVERGED, "copiesDiverged",
            CopyWord.NEWER_AT_SECONDARY, "copiesNewer",
            CopyWord.MISSING, "copiesMissing",
            CopyWord.IN_USE, "inUse",
            CopyWord.UNREADABLE, "unreadable",
            CopyWord.UNPROVED, "copiesUnproved"));

    private final Job job;
    private final Engine engine;
    private final VerificationService verification;

    RunnableVerification(Job job, Engine engine) {
        this.job = job;
        this.engine = engine;
        this.verification = engine.verification();
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public long begin(String startedBy, boolean person) throws AlreadyRunningException {
        try {
            return verification.begin(startedBy, person, VerificationWish.ALL).id();
        } catch (VerificationRunningException e) {
            throw AlreadyRunningException.elsewhere(job.getName(), e);
        }
    }

    @Override
    public void resume(long work, String startedBy, boolean person) throws AlreadyRunningException {
        if (done(work)) {
            return; // the last step did not live to say so
        }
        try {
            verification.resume(work, startedBy, person);
        } catch (VerificationRunningException e) {
            throw AlreadyRunningException.elsewhere(job.getName(), e);
        }
    }

    @Override
    public JobParameters parameters(long work) {
        return new VerificationParameters(work).toJobParameters();
    }

    @Override
    public Optional<RunProgress> progress(long work) {
        return verification.find(work).map(this::progress);
    }

    private RunProgress progress(VerificationRun run) {
        boolean ended = run.phase() == Phase.DONE;
        Map<String, Long> counts = new HashMap<>();
        COUNTS.values().forEach(count -> counts.put(count, 0L));
        run.words().forEach((word, copies) -> counts.merge(COUNTS.get(word), copies, Long::sum));
        counts.put("bytesRead", run.bytesRead());
        long waiting = ended ? run.total() - run.done() : 0;
        counts.put("waiting", waiting);
        long slowed = run.phase() == Phase.COMPARING ? engine.locations().slowed() : 0;
        if (slowed > 0) {
            counts.put(RunProgress.SLOWED, slowed);
        }
        return new RunProgress(
                phase(run.phase()),
                run.doing(),
                run.total(),
                run.done(),
                counts,
                ended ? findings(run, waiting) : List.of(),
                waiting == 0);
    }

    private List<Failure> findings(VerificationRun run, long waiting) {
        List<Failure> findings = new ArrayList<>();
        if (waiting > 0) {
            findings.add(new Failure(
                    job.getName(),
                    copies(waiting) + " not begun, as the night or a location's time was over; they are first the next"
                            + " night"));
        }
        List<Group> told = verification.verdicts().groups(run.id()).stream()
                .filter(group -> TOLD.containsKey(group.word()))
                .toList();
        told.stream()
                .limit(KEPT)
                .forEach(group ->
                        findings.add(new Failure(where(group), copies(group.copies()) + " " + TOLD.get(group.word()))));
        if (told.size() > KEPT) {
            findings.add(new Failure(job.getName(), "and " + (told.size() - KEPT) + " more"));
        }
        return findings;
    }

    private static String copies(long number) {
        return number == 1 ? "1 copy:" : number + " copies:";
    }

    private String where(Group group) {
        return engine.config()
                .location(group.locationId())
                .map(LocationConfig::name)
                .orElse(group.locationId());
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case PLANNING, COMPARING -> phase.name().toLowerCase(Locale.ROOT);
            case DONE, FAILED, STOPPED -> "";
        };
    }

    @Override
    public boolean done(long work) {
        return verification.find(work).filter(run -> run.phase() == Phase.DONE).isPresent();
    }

    @Override
    public void putDown(long work, PutDown how, String reason) {
        verification.abort(work, how == PutDown.STOPPED ? Phase.STOPPED : Phase.FAILED, reason);
    }
}
