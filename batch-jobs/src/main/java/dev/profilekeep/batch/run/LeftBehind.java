package dev.profilekeep.batch.run;

import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.RunTable.Held;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobExecution;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.core.explore.JobExplorer;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepLocator;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Ends runs whose node is gone, so that nothing hangs and they can go on: the run, its Batch executions and the work itself.
 * A node is gone if it gave no sign of life for {@link #SILENT}, or if only one process at a time can have the database and
 * it is not this one. Such a run ended with its last sign of life: how long nobody noticed is no part of how long it took.
 */
final class LeftBehind {
    static final Duration SILENT = Duration.ofSeconds(60);

    /** A run of this node that nobody works on: its start or its end came to grief. */
    private static final Duration ORPHANED = Duration.ofSeconds(30);

    private static final int ATTEMPTS = 10;

    static final String REASON = "the program or its computer ended while this ran";

    private static final String UNWRITTEN = "the catalog did not answer when this ended";

    private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);

    private final RunTable table;
    private final JobRepository repository;
    private final JobExplorer explorer;
    private final Map<String, RunnableJob> jobs;
    private final RunTable.Owner me;
    private final boolean shared;
    private final LocalRuns local;
    private final Clock clock;

    /** @param shared whether several processes may have the database at the same time */
    LeftBehind(
            RunTable table,
            JobRepository repository,
            JobExplorer explorer,
            Map<String, RunnableJob> jobs,
            RunTable.Owner me,
            boolean shared,
            LocalRuns local,
            Clock clock) {
        this.table = table;
        this.repository = repository;
        this.explorer = explorer;
        this.jobs = jobs;
        this.me = me;
        this.shared = shared;
        this.local = local;
        this.clock = clock;
    }

    /** Looks at every run under way and ends those left behind. Failing at one leaves it for the next look. */
    void endAll() {
        for (Held held : table.held()) {
            if (isGone(held)) {
                try {
                    end(held);
                } catch (RuntimeException e) {
                    LOG.error("run={} was left behind and could not be ended; tried again later", held.id(), e);
                }
            }
        }
    }

    private boolean isGone(Held held) {
        boolean silent = held.age().compareTo(SILENT) > 0;
        boolean otherProcess = !held.owner().process().equals(me.process());
        boolean orphaned = held.owner().equals(me)
                && local.find(held.id()).isEmpty()
                && held.age().compareTo(ORPHANED) > 0;
        return silent || orphaned || (!shared && otherProcess);
    }

    private void end(Held held) {
        if (!table.takeOver(held)) {
            return; // it lives, or another node is at it
        }
        LOG.warn(
                "ending run={} job={} left behind by node={}",
                held.id(),
                held.job(),
                held.owner().node());
        RunnableJob job = jobs.get(held.job());
        Long work = held.work();
        boolean everyStep = isComplete(held);
        endBatch(held.job(), held.execution(), work);
        RunProgress last = job == null || work == null
                ? RunProgress.NOTHING_YET
                : job.progress(work).orElse(RunProgress.NOTHING_YET);
        if (job != null && work != null && everyStep && job.done(work)) { // it died with its last word on its lips
            failAlso(held.id(), last.findings());
            table.end(held.id(), last.outcome(), held.heartbeat().toInstant(), last, new Speed());
            return;
        }
        List<Failure> why = local.takeUnwritten(held.id());
        String reason = held.owner().equals(me) ? UNWRITTEN : REASON;
        if (job != null && work != null) {
            job.putDown(
                    work,
                    RunnableJob.PutDown.FAILED,
                    why.isEmpty() ? reason : why.get(0).reason());
        }
        failAlso(held.id(), why.isEmpty() ? List.of(new Failure(held.owner().node(), reason)) : why);
        failAlso(held.id(), last.findings());
        table.endLeftBehind(held.id(), held.heartbeat());
    }

    /** Beside those that are known already. */
    private void failAlso(long run, List<Failure> more) {
        List<Failure> known = table.failures(run);
        more.stream()
                .filter(failure -> !known.contains(failure))
                .limit(Math.max(0, LocalRun.FAILURES - known.size()))
                .forEach(failure -> table.failNext(run, failure));
    }

    private boolean isComplete(Held held) {
        RunnableJob job = jobs.get(held.job());
        JobExecution left = execution(held.job(), held.execution(), held.work());
        return job != null && left != null && isComplete(job.job(), left);
    }

    /**
     * Whether every step of the job came to its end, in this execution or one before: work that is done as far as it goes is no more
     * than that if a step after it failed.
     */
    boolean isComplete(Job job, JobExecution execution) {
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            return true;
        }
        return job instanceof StepLocator steps
                && steps.getStepNames().stream().allMatch(name -> isComplete(execution, name));
    }

    private boolean isComplete(JobExecution execution, String name) {
        StepExecution step = execution.getStepExecutions().stream()
                .filter(one -> one.getStepName().equals(name))
                .findFirst()
                .orElseGet(() -> repository.getLastStepExecution(execution.getJobInstance(), name));
        return step != null && step.getStatus() == BatchStatus.COMPLETED;
    }

    private @Nullable JobExecution execution(String job, @Nullable Long execution, @Nullable Long work) {
        return execution != null ? explorer.getJobExecution(execution) : newest(job, work);
    }

    /**
     * Marks what Spring Batch still thinks to be running as failed, so that it agrees to a restart. Doing so twice does no
     * harm. A node that is not quite dead may be writing at the same moment: then it is looked at afresh.
     */
    void endBatch(String job, @Nullable Long execution, @Nullable Long work) {
        for (int attempt = 1; ; attempt++) {
            JobExecution left = execution(job, execution, work);
            if (left == null || !isOpen(left)) {
                return;
            }
            try {
                endBatch(left);
                return;
            } catch (OptimisticLockingFailureException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.info("execution {} moved while it was ended; looking again", left.getId());
            }
        }
    }

    private void endBatch(JobExecution left) {
        for (StepExecution step : left.getStepExecutions()) {
            if (isOpen(step.getStatus())) {
                step.setStatus(BatchStatus.FAILED);
                step.setExitStatus(ExitStatus.FAILED.addExitDescription(REASON));
                step.setEndTime(LocalDateTime.now(clock));
                repository.update(step);
            }
        }
        if (!isOpen(left.getStatus())) {
            return;
        }
        left.setStatus(BatchStatus.FAILED);
        left.setExitStatus(ExitStatus.FAILED.addExitDescription(REASON));
        left.setEndTime(LocalDateTime.now(clock));
        repository.update(left);
    }

    /** The node died before it could write down which Batch execution it was. */
    private @Nullable JobExecution newest(String name, @Nullable Long work) {
        RunnableJob job = jobs.get(name);
        return job == null || work == null ? null : repository.getLastJobExecution(name, job.parameters(work));
    }

    private static boolean isOpen(JobExecution execution) {
        return isOpen(execution.getStatus())
                || execution.getStepExecutions().stream().anyMatch(step -> isOpen(step.getStatus()));
    }

    private static boolean isOpen(BatchStatus status) {
        return status.isRunning() || status == BatchStatus.STOPPING || status == BatchStatus.UNKNOWN;
    }
}
