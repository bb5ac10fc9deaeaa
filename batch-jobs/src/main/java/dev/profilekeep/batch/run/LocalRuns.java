package dev.profilekeep.batch.run;

import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.inventory.RunControl;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.StepExecution;

/**
 * The runs that this node works on, and their pulse: twice a second each run's progress and sign of life is written and a
 * wish to stop is read. A node that cannot give a sign of life for {@link #GIVE_UP} stops its run by itself, well before
 * others may take it over.
 */
final class LocalRuns implements StopRequests {
    static final Duration GIVE_UP = Duration.ofSeconds(40);

    /** The parameter of a Batch job that says which run it is. */
    static final String RUN = "run";

    /** What nobody asked for is forgotten after so many runs. */
    private static final int UNWRITTEN_RUNS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(LocalRuns.class);

    private final Map<Long, LocalRun> runs = new ConcurrentHashMap<>();
    private final Map<Long, Long> lastSign = new ConcurrentHashMap<>();
    private final Map<Long, List<Failure>> unwritten = new ConcurrentHashMap<>();
    private final RunTable table;
    private final Clock clock;

    LocalRuns(RunTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    void add(LocalRun run) {
        lastSign.put(run.id(), System.nanoTime());
        runs.put(run.id(), run);
    }

    void remove(LocalRun run) {
        List<Failure> untold = run.unwritten();
        if (!untold.isEmpty()) {
            unwritten.keySet().removeIf(id -> id < run.id() - UNWRITTEN_RUNS);
            unwritten.put(run.id(), untold);
        }
        runs.remove(run.id());
        lastSign.remove(run.id());
    }

    /** Failures of a run that ended here while the database was away: asked once, by who writes down its end. */
    List<Failure> takeUnwritten(long id) {
        List<Failure> untold = unwritten.remove(id);
        return untold == null ? List.of() : untold;
    }

    Optional<LocalRun> find(long id) {
        return Optional.ofNullable(runs.get(id));
    }

    Collection<LocalRun> all() {
        return List.copyOf(runs.values());
    }

    @Override
    public RunControl of(StepExecution step) {
        Optional<LocalRun> run = of(step.getJobParameters());
        // a step of a run that is not ours (any more) has nothing to go on with
        return run.<RunControl>map(found -> found::stopAsked).orElse(() -> true);
    }

    Optional<LocalRun> of(JobParameters parameters) {
        Long id = parameters.getLong(RUN);
        return id == null ? Optional.empty() : find(id);
    }

    /** Never throws: it is called again and again by a timer. */
    void pulse() {
        for (LocalRun run : all()) {
            try {
                beat(run);
            } catch (RuntimeException e) {
                missed(run, e);
            }
        }
    }

    private void beat(LocalRun run) {
        RunProgress progress;
        try {
            progress = run.progressNow();
        } catch (RuntimeException e) { // the sign of life matters more
            LOG.warn("progress unknown run={} reason={}", run.id(), Reasons.of(e));
            progress = run.lastProgress();
        }
        boolean ours = run.pulse(progress, clock.instant());
        if (!ours) {
            if (!run.lost()) {
                LOG.error("run={} was taken over by another node and is stopped here", run.id());
                run.lose();
            }
            return;
        }
        lastSign.computeIfPresent(run.id(), (id, before) -> System.nanoTime());
        if (!run.stopAsked() && table.stopAsked(run.id())) {
            run.askToStop();
        }
    }

    private void missed(LocalRun run, RuntimeException e) {
        Long before = lastSign.get(run.id());
        if (before == null) {
            return;
        }
        Duration silent = Duration.ofNanos(System.nanoTime() - before);
        if (silent.compareTo(GIVE_UP) > 0 && !run.lost()) {
            LOG.error("run={} is stopped: no sign of life could be written for {} s", run.id(), silent.toSeconds(), e);
            run.lose();
        } else {
            LOG.warn(
                    "sign of life missed run={} silentSeconds={} reason={}",
                    run.id(),
                    silent.toSeconds(),
                    Reasons.of(e));
        }
    }
}
