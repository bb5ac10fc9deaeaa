package dev.profilekeep.batch.run;

import dev.profilekeep.batch.run.JobRunView.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.JobExecution;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;

/** A run that this node works on. Safe for use by several threads. */
final class LocalRun {
    private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

    /** At most so many are kept with a run. */
    static final int FAILURES = 50;

    private final long id;
    private final RunnableJob job;
    private final long work;
    private final RunTable table;
    private final CompletableFuture<JobExecution> execution = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final Map<Integer, Failure> unwritten = new ConcurrentSkipListMap<>();

    private volatile boolean stopAsked;
    private volatile boolean lost;
    private volatile RunProgress progress = RunProgress.NOTHING_YET;

    /** Guarded by itself, as is {@link #over}: the pulse and the end write the same row. */
    private final Speed speed = new Speed();

    private boolean over;

    LocalRun(long id, RunnableJob job, long work, RunTable table) {
        this.id = id;
        this.job = job;
        this.work = work;
        this.table = table;
    }

    long id() {
        return id;
    }

    RunnableJob job() {
        return job;
    }

    long work() {
        return work;
    }

    /** Filled as soon as Spring Batch has taken the run on. */
    CompletableFuture<JobExecution> execution() {
        return execution;
    }

    /** Filled when everything is written down. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    boolean stopAsked() {
        return stopAsked || lost;
    }

    void askToStop() {
        stopAsked = true;
    }

    /** Another node may have it now: nothing is written down any more. */
    void lose() {
        lost = true;
    }

    boolean lost() {
        return lost;
    }

    /** Writes down a failure, or keeps it until that is possible; beyond fifty they are only in the log. */
    void fail(Failure failure) {
        int number = failures.incrementAndGet();
        if (number > FAILURES) {
            return;
        }
        if (lost) {
            unwritten.put(number, failure);
            return;
        }
        try {
            table.fail(id, number, failure);
        } catch (DataAccessException e) {
            unwritten.put(number, failure);
            LOG.warn("a failure is written down later run={} reason={}", id, Reasons.of(e));
        }
    }

    /** Writes down what could not be before. */
    void writeFailures() {
        unwritten.forEach((number, failure) -> {
            try {
                table.fail(id, number, failure);
            } catch (DuplicateKeyException e) {
                LOG.debug("failure {} of run={} was written down after all", number, id);
            }
            unwritten.remove(number);
        });
    }

    /** Failures that are written down nowhere, in their order. */
    List<Failure> unwritten() {
        return List.copyOf(unwritten.values());
    }

    boolean failedSomewhere() {
        return failures.get() > 0;
    }

    RunProgress progressNow() {
        job.progress(work).ifPresent(now -> progress = now);
        return progress;
    }

    RunProgress lastProgress() {
        return progress;
    }

    /** @return false if the run is not ours any more */
    boolean pulse(RunProgress now, Instant at) {
        synchronized (speed) {
            if (over) {
                return true;
            }
            if (now.total() > 0) {
                speed.sample(at, now.done());
            }
            return table.pulse(id, now, speed);
        }
    }

    boolean end(JobRunView.Status status, Instant at, RunProgress last) {
        synchronized (speed) {
            over = true;
            return table.end(id, status, at, last, speed);
        }
    }
}
