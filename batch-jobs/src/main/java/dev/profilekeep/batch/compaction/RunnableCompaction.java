package dev.profilekeep.batch.compaction;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.RunProgress;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.compact.estate.CompactionRunningException;
import dev.profilekeep.compact.estate.CompactionService;
import dev.profilekeep.compact.estate.ItemFilter;
import dev.profilekeep.compact.estate.SkippedGroup;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.engine.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobParameters;

/** Begins, follows and puts down the engine's compaction of the estate for the runs of a job. */
final class RunnableCompaction implements RunnableJob {
    /** With the lines that tell of the rest, as many as a run keeps. */
    private static final int KEPT = 46;

    /** What is worth a look by day among what was left as it is, by its word. */
    private static final Map<String, String> TOLD = Map.of(
            Waits.CANARY_DAMAGED,
            "that wait: a disk that went first was found damaged after a sign-in; look at it before others follow",
            Waits.UNREACHABLE,
            "out of reach, or not there any more: the next night tries again");

    private final Job job;
    private final Engine engine;
    private final CompactionService compactions;
    private final boolean planOnly;

    /** @param planOnly its runs change nothing */
    RunnableCompaction(Job job, Engine engine, boolean planOnly) {
        this.job = job;
        this.engine = engine;
        this.compactions = engine.compactions();
        this.planOnly = planOnly;
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public long begin(String startedBy, boolean person) throws AlreadyRunningException {
        try {
            return compactions.begin(startedBy, person, planOnly, List.of()).id();
        } catch (CompactionRunningException e) {
            throw anotherOne(e);
        }
    }

    @Override
    public void resume(long work, String startedBy, boolean person) throws AlreadyRunningException {
        if (done(work)) {
            return; // the last step did not live to say so
        }
        try {
            compactions.resume(work, startedBy, person);
        } catch (CompactionRunningException e) {
            throw anotherOne(e);
        }
    }

    /** The other job of the two is at it, or what a node left that died less than two minutes ago. */
    private AlreadyRunningException anotherOne(CompactionRunningException e) {
        return AlreadyRunningException.elsewhere(job.getName(), e);
    }

    @Override
    public JobParameters parameters(long work) {
        return new CompactionParameters(work).toJobParameters();
    }

    @Override
    public Optional<RunProgress> progress(long work) {
        return compactions.find(work).map(this::progress);
    }

    private RunProgress progress(CompactionRun run) {
        boolean ended = run.phase() == Phase.DONE;
        boolean whole = run.failed() == 0 && run.stoppedBy().isEmpty();
        Map<String, Long> counts = new HashMap<>(Map.of(
                "compacted", run.compacted(),
                "leftAlone", run.skipped(),
                "notCompacted", run.failed(),
                "bytesFreed", run.freedBytes(),
                "bytesPossible", run.possibleBytes()));
        long slowed = run.phase() == Phase.LOOKING || run.phase() == Phase.COMPACTING
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
                ended ? findings(run) : List.of(),
                !ended || whole);
    }

    /** What is worth a look by day; that a disk was in use, or small enough, is none. */
    private List<Failure> findings(CompactionRun run) {
        List<Failure> findings = new ArrayList<>();
        if (!run.stoppedBy().isEmpty()) {
            findings.add(new Failure(job.getName(), run.stoppedBy()));
        }
        if (run.failed() > 0) {
            ItemFilter failed = new ItemFilter("", Set.of(Outcome.FAILED), "", Reach.EVERYWHERE);
            List<CompactionItem> items = compactions.items(run.id(), failed, 0, KEPT);
            items.forEach(item -> findings.add(new Failure(where(item), item.sentence())));
            long rest = compactions.count(run.id(), failed) - items.size();
            if (rest > 0) {
                findings.add(new Failure(job.getName(), "and " + rest + " more"));
            }
        }
        for (SkippedGroup group : compactions.skipped(run.id(), Reach.EVERYWHERE)) {
            String told = TOLD.get(group.why());
            if (told != null) {
                findings.add(new Failure(
                        job.getName(),
                        (group.containers() == 1 ? "1 container " : group.containers() + " containers ") + told));
            }
        }
        return findings;
    }

    private String where(CompactionItem item) {
        return engine.config()
                        .location(item.locationId())
                        .map(LocationConfig::name)
                        .orElse(item.locationId())
                + ": " + item.path();
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case PLANNING, LOOKING, COMPACTING, CONCLUDING -> phase.name().toLowerCase(Locale.ROOT);
            case DONE, FAILED, STOPPED -> "";
        };
    }

    @Override
    public boolean done(long work) {
        return compactions.find(work).filter(run -> run.phase() == Phase.DONE).isPresent();
    }

    @Override
    public void putDown(long work, PutDown how, String reason) {
        compactions.abort(work, how == PutDown.STOPPED ? Phase.STOPPED : Phase.FAILED, reason);
    }
}
