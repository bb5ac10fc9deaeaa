package dev.profilekeep.batch.inventory;

import dev.profilekeep.batch.inventory.InventoryWork.LeftOut;
import dev.profilekeep.batch.inventory.InventoryWork.LocksJudged;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.RunProgress;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.inventory.InventoryRun;
import dev.profilekeep.inventory.InventoryRun.Phase;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.InventoryService;
import dev.profilekeep.lock.JudgeProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobParameters;

/** Begins, follows and puts down the engine's inventory for the runs of the job. */
final class RunnableInventory implements RunnableJob {
    /** With the line that counts the rest, as many as a run keeps. */
    private static final int KEPT = 49;

    private final Job job;
    private final InventoryWork engine;

    RunnableInventory(Job job, InventoryWork engine) {
        this.job = job;
        this.engine = engine;
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public long begin(String startedBy, boolean person) throws AlreadyRunningException {
        try {
            return engine.begin(who(startedBy, person));
        } catch (InventoryRunningException e) {
            throw notOneOfOurs(e);
        }
    }

    @Override
    public void resume(long work, String startedBy, boolean person) throws AlreadyRunningException {
        if (done(work)) {
            return; // what follows the conclusion is left to do
        }
        try {
            engine.resume(work, who(startedBy, person));
        } catch (InventoryRunningException e) {
            throw notOneOfOurs(e);
        }
    }

    /** The engine keeps quiet hours unless a person asked, and tells by the name. */
    private static String who(String startedBy, boolean person) {
        return person ? startedBy : InventoryService.SCHEDULE;
    }

    /** Started by the command line, or what a node left that died less than two minutes ago. */
    private static AlreadyRunningException notOneOfOurs(InventoryRunningException e) {
        return AlreadyRunningException.elsewhere(InventoryParameters.JOB, e);
    }

    @Override
    public JobParameters parameters(long work) {
        return new InventoryParameters(work).toJobParameters();
    }

    @Override
    public Optional<RunProgress> progress(long work) {
        return engine.find(work).map(this::progress);
    }

    private RunProgress progress(InventoryRun run) {
        List<Failure> leftOut = run.phase() != Phase.DONE ? List.of() : failures(engine.leftOut(run.id()));
        Map<String, Long> counts = new HashMap<>(Map.of(
                "fresh", run.fresh(),
                "changed", run.changed(),
                "unchanged", run.unchanged(),
                "inUse", run.inUse(),
                "unreadable", run.unreadable(),
                "gone", run.gone(),
                "bytesRead", run.bytesRead()));
        LocksJudged judged = engine.judged(run.id()).orElse(null);
        if (judged != null) {
            JudgeProgress locks = judged.progress();
            counts.put("locksLive", locks.live());
            counts.put("locksStale", locks.stale());
            counts.put("locksUnproved", locks.unproved());
        }
        long slowed = run.phase() == Phase.READING ? engine.slowed() : 0;
        if (slowed > 0) {
            counts.put(RunProgress.SLOWED, slowed);
        }
        JudgeProgress judging = judged == null || judged.over() ? null : judged.progress();
        return new RunProgress(
                judging != null ? "judging" : phase(run.phase()),
                judging != null ? "" : run.doing(),
                judging != null ? judging.total() : run.total(),
                judging != null ? judging.done() : run.done(),
                counts,
                leftOut,
                run.unreadable() == 0);
    }

    /** What is kept with the run; the whole list is the catalog's, until the next inventory. */
    private static List<Failure> failures(List<LeftOut> all) {
        List<Failure> kept = new ArrayList<>();
        for (LeftOut one : all.subList(0, Math.min(all.size(), KEPT))) {
            String where = one.path().isEmpty() ? "location " + one.location() : one.location() + ": " + one.path();
            kept.add(new Failure(where, one.reason()));
        }
        if (all.size() > KEPT) {
            kept.add(new Failure("inventory", "and " + (all.size() - KEPT) + " more"));
        }
        return kept;
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case LISTING, READING, CONCLUDING -> phase.name().toLowerCase(Locale.ROOT);
            case DONE, FAILED, STOPPED -> "";
        };
    }

    @Override
    public boolean done(long work) {
        return engine.find(work).filter(run -> run.phase() == Phase.DONE).isPresent();
    }

    @Override
    public void putDown(long work, PutDown how, String reason) {
        engine.abort(work, how == PutDown.STOPPED ? Phase.STOPPED : Phase.FAILED, reason);
    }
}
