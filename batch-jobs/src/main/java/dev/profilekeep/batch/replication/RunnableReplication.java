package dev.profilekeep.batch.replication;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.RunProgress;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.replicate.Reason;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.replicate.estate.LeftGroup;
import dev.profilekeep.replicate.estate.ReplicationRun;
import dev.profilekeep.replicate.estate.ReplicationRun.Phase;
import dev.profilekeep.replicate.estate.ReplicationRunningException;
import dev.profilekeep.replicate.estate.ReplicationService;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobParameters;

/** Begins, follows and puts down the engine's carrying of copies for the runs of the job. */
final class RunnableReplication implements RunnableJob {
    /** With the line that tells of the rest, as many as a run keeps. */
    private static final int KEPT = 48;

    /** What is worth a look by day; that a container was in use is a number only. */
    private static final Map<Reason, String> TOLD = new EnumMap<>(Map.ofEntries(
            Map.entry(
                    Reason.NOT_ACTIVE, "what lies there forbids to write: another catalog or installation was at work"),
            Map.entry(Reason.SOURCE_GONE, "there is none at the active site any more"),
            Map.entry(Reason.SOURCE_UNSOUND, "that of the active site is damaged, and is not carried over a sound one"),
            Map.entry(Reason.FORBIDDEN, "something that lies beside it, or its kind, forbids it"),
            Map.entry(Reason.DIVERGED, "both sites changed since they agreed; a person decides"),
            Map.entry(Reason.NEWER_AT_SECONDARY, "changed here alone, so the day's work lies here"),
            Map.entry(Reason.NEVER_AGREED, "both are there, differ, and are not known ever to have agreed"),
            Map.entry(Reason.VANISHED, "was there, and is gone; find out why"),
            Map.entry(Reason.OTHERS_THERE, "another disk lies where it should"),
            Map.entry(Reason.NOT_ALLOWED, "the location's mode, or the rights of our account there, forbid to write"),
            Map.entry(Reason.NO_SAFE_SWAP, "the file server cannot exchange a file safely"),
            Map.entry(Reason.NO_ROOM, "there is not enough room"),
            Map.entry(
                    Reason.NO_SERVER_COPY,
                    "the file server does not copy by itself, and the policy forbids to do it from here"),
            Map.entry(Reason.UNREACHABLE, "a location did not answer"),
            Map.entry(Reason.NOT_PROVED, "the new file could not be shown to say the same: something is broken")));

    private static final Map<Word, String> COUNTS = new EnumMap<>(Map.of(
            Word.UNCHANGED, "copiesUpToDate",
            Word.AGREED, "copiesUpToDate",
            Word.COPIED, "copiesMade",
            Word.CARRIED, "copiesCarried",
            Word.LEFT, "copiesLeft",
            Word.FAILED, "copiesLeft"));

    private final Job job;
    private final Engine engine;
    private final ReplicationService replication;

    RunnableReplication(Job job, Engine engine) {
        this.job = job;
        this.engine = engine;
        this.replication = engine.replications();
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public long begin(String startedBy, boolean person) throws AlreadyRunningException {
        try {
            return replication.begin(startedBy, person, "").id();
        } catch (ReplicationRunningException e) {
            throw AlreadyRunningException.elsewhere(job.getName(), e);
        }
    }

    @Override
    public void resume(long work, String startedBy, boolean person) throws AlreadyRunningException {
        if (done(work)) {
            return; // the last step did not live to say so
        }
        try {
            replication.resume(work, startedBy, person);
        } catch (ReplicationRunningException e) {
            throw AlreadyRunningException.elsewhere(job.getName(), e);
        }
    }

    @Override
    public JobParameters parameters(long work) {
        return ReplicationParameters.WORK.parameters(work);
    }

    @Override
    public Optional<RunProgress> progress(long work) {
        return replication.find(work).map(this::progress);
    }

    private RunProgress progress(ReplicationRun run) {
        boolean ended = run.phase() == Phase.DONE;
        Map<String, Long> counts = new HashMap<>();
        COUNTS.values().forEach(count -> counts.put(count, 0L));
        run.words().forEach((word, copies) -> counts.merge(COUNTS.get(word), copies, Long::sum));
        long inUse = run.whys().getOrDefault(Reason.IN_USE, 0L);
        counts.merge("copiesLeft", -inUse, Long::sum);
        counts.put("inUse", inUse);
        counts.put("bytesRead", run.bytesRead());
        counts.put("bytesSent", run.bytesSent());
        long waiting = ended ? run.total() - run.done() : 0;
        counts.put("waiting", waiting);
        long slowed = run.phase() == Phase.CARRYING ? engine.locations().slowed() : 0;
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

    private List<Failure> findings(ReplicationRun run, long waiting) {
        List<Failure> findings = new ArrayList<>();
        if (waiting > 0) {
            findings.add(new Failure(
                    job.getName(),
                    copies(waiting) + " not begun, as the night or a location's time was over; they are first the next"
                            + " time"));
        }
        List<LeftGroup> told = replication.leftByReason(run.id()).stream()
                .filter(group -> TOLD.containsKey(group.reason()))
                .toList();
        told.stream()
                .limit(KEPT)
                .forEach(group -> findings.add(
                        new Failure(where(group), copies(group.copies()) + " " + TOLD.get(group.reason()))));
        if (told.size() > KEPT) {
            findings.add(new Failure(job.getName(), "and " + (told.size() - KEPT) + " more"));
        }
        return findings;
    }

    private static String copies(long number) {
        return number == 1 ? "1 copy:" : number + " copies:";
    }

    private String where(LeftGroup group) {
        return engine.config()
                .location(group.locationId())
                .map(LocationConfig::name)
                .orElse(group.locationId());
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case PLANNING, CARRYING -> phase.name().toLowerCase(Locale.ROOT);
            case DONE, FAILED, STOPPED -> "";
        };
    }

    @Override
    public boolean done(long work) {
        return replication.find(work).filter(run -> run.phase() == Phase.DONE).isPresent();
    }

    @Override
    public void putDown(long work, PutDown how, String reason) {
        replication.abort(work, how == PutDown.STOPPED ? Phase.STOPPED : Phase.FAILED, reason);
    }
}
