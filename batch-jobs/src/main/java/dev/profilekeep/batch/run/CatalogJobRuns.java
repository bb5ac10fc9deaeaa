package dev.profilekeep.batch.run;

import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.run.RunTable.Claim;
import dev.profilekeep.batch.run.RunViews.Left;
import dev.profilekeep.batch.run.RunnableJob.PutDown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.JobExecution;
import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.JobParametersBuilder;
import org.springframework.batch.core.launch.JobLauncher;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.JobExecutionAlreadyRunningException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.JobRestartException;

/**
 * Runs of jobs in the catalog's database. The order of a start: claim the row that lets one run at a time, take up the work,
 * hand the job to Spring Batch. The order of an end: Batch has written its last word, the work is put down, the row is
 * released. So whoever gets the claim finds everything free.
 */
final class CatalogJobRuns implements JobRuns, ScheduledStarts {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogJobRuns.class);
    private static final String SCHEDULE = "schedule";

    /** A database that is away for some seconds must not turn a good run into a failed one. */
    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(30));

    private final Map<String, RunnableJob> jobs;
    private final RunTable table;
    private final RunViews views;
    private final LocalRuns local;
    private final LeftBehind leftBehind;
    private final RunWatch watch;
    private final JobRepository repository;
    private final ExecutorService executor;
    private final List<RunListener> listeners;
    private final Clock clock;

    private volatile boolean closing;

    CatalogJobRuns(
            Map<String, RunnableJob> jobs,
            RunTable table,
            RunViews views,
            LocalRuns local,
            LeftBehind leftBehind,
            RunWatch watch,
            JobRepository repository,
            ExecutorService executor,
            List<RunListener> listeners,
            Clock clock) {
        this.jobs = jobs;
        this.table = table;
        this.views = views;
        this.local = local;
        this.leftBehind = leftBehind;
        this.watch = watch;
        this.repository = repository;
        this.executor = executor;
        this.listeners = listeners;
        this.clock = clock;
    }

    @Override
    public List<JobRunView> recent(int offset, int limit) {
        if (offset < 0 || limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("offset " + offset + " or limit " + limit + " is out of range");
        }
        return views.recent(offset, limit);
    }

    @Override
    public long count() {
        return views.count();
    }

    @Override
    public Optional<JobRunView> running(String job) {
        return views.running(job);
    }

    @Override
    public Optional<JobRunView> find(long id) {
        return views.find(id);
    }

    @Override
    public long start(String job, String startedBy, boolean person) throws AlreadyRunningException {
        try {
            return launch(known(job), new Claim(job, startedBy, person, null, null, null, clock.instant()));
        } catch (AlreadyStartedException e) {
            throw new IllegalStateException("a start without a due time cannot answer one twice", e);
        }
    }

    @Override
    public long start(String job, Instant due) throws AlreadyRunningException, AlreadyStartedException {
        return launch(known(job), new Claim(job, SCHEDULE, false, due, null, null, clock.instant()));
    }

    @Override
    public long restart(long id, String startedBy) throws AlreadyRunningException {
        Left left = views.left(id).orElseThrow(() -> noSuchRun(id));
        Optional<JobRunView> running = views.running(left.job());
        if (running.isPresent()) {
            throw new AlreadyRunningException(left.job(), running.get().id());
        }
        Long work = left.work();
        if (work == null || !RunViews.canGoOn(left.status(), left.newest(), work)) {
            throw new IllegalStateException(whyNot(left));
        }
        leftBehind.endBatch(left.job(), left.execution(), work);
        try {
            return launch(known(left.job()), new Claim(left.job(), startedBy, true, null, id, work, clock.instant()));
        } catch (AlreadyStartedException e) {
            throw new IllegalStateException("a restart without a due time cannot answer one twice", e);
        }
    }

    private static String whyNot(Left left) {
        String run = "run " + left.id();
        if (left.status() != Status.FAILED && left.status() != Status.STOPPED) {
            return run + " cannot go on: it is " + left.status();
        }
        if (!left.newest()) {
            return run + " cannot go on: a later run of " + left.job() + " has been over it";
        }
        return run + " cannot go on: it failed before it began; start the job instead";
    }

    private static IllegalArgumentException noSuchRun(long id) {
        return new IllegalArgumentException("there is no run " + id);
    }

    @Override
    public void stop(long id) {
        if (table.askToStop(id)) {
            local.find(id).ifPresent(LocalRun::askToStop);
        } else if (views.left(id).isEmpty()) {
            throw noSuchRun(id);
        }
    }

    @Override
    public Subscription subscribe(Consumer<JobRunView> listener) {
        return watch.subscribe(listener);
    }

    private RunnableJob known(String job) {
        RunnableJob found = jobs.get(job);
        if (found == null) {
            throw new IllegalArgumentException(
                    "there is no job \"" + job + "\"; there are " + new TreeMap<>(jobs).keySet());
        }
        return found;
    }

    private long launch(RunnableJob job, Claim claim) throws AlreadyRunningException, AlreadyStartedException {
        if (closing) {
            throw new IllegalStateException("this node is shutting down and starts nothing any more");
        }
        leftBehind.endAll(); // whoever died an instant ago must not be in the way
        long id = table.claim(claim);
        long work = claim.work() == null ? 0 : claim.work();
        boolean takenUp = false;
        try {
            if (work == 0) {
                work = job.begin(claim.startedBy(), claim.person());
                table.work(id, work);
            } else {
                job.resume(work, claim.startedBy(), claim.person());
            }
            takenUp = true;
            handToBatch(new LocalRun(id, job, work, table), claim);
            LOG.info("started run={} job={} work={} by={}", id, claim.job(), work, claim.startedBy());
            return id;
        } catch (AlreadyRunningException e) {
            table.discard(id);
            throw e;
        } catch (Exception e) {
            if (e instanceof IllegalStateException nothingToGoOnWith && !takenUp && claim.resumed() != null) {
                table.discard(id);
                throw nothingToGoOnWith;
            }
            throw failed(job, id, work, takenUp, claim, e);
        }
    }

    private JobStartException failed(RunnableJob job, long id, long work, boolean takenUp, Claim claim, Exception e) {
        LOG.error("could not start run={} job={}", id, claim.job(), e);
        local.find(id).ifPresent(local::remove);
        if (takenUp) {
            putDown(job, work, PutDown.FAILED, Reasons.of(e));
        }
        table.fail(id, 1, new Failure(claim.job(), Reasons.of(e)));
        table.end(id, Status.FAILED, clock.instant(), RunProgress.NOTHING_YET, new Speed());
        return new JobStartException(claim.job(), id, e);
    }

    private void handToBatch(LocalRun run, Claim claim) throws Exception {
        local.add(run);
        var launcher = new TaskExecutorJobLauncher();
        launcher.setJobRepository(repository);
        launcher.setTaskExecutor(task -> executor.execute(() -> runToTheEnd(run, task)));
        launcher.afterPropertiesSet();
        JobParameters parameters = new JobParametersBuilder(run.job().parameters(run.work()))
                .addLong(LocalRuns.RUN, run.id(), false)
                .addString("startedBy", Reasons.cut(claim.startedBy(), 200), false)
                .toJobParameters();
        JobExecution execution = launch(launcher, run, parameters);
        if (execution.getStatus() == BatchStatus.FAILED && execution.getStartTime() == null) {
            throw new IllegalStateException("no thread was free to run it");
        }
        run.execution().complete(execution);
        table.execution(run.id(), execution.getId());
    }

    /**
     * A node that was taken for dead, and is not quite, may write its last word about the former execution (UNKNOWN, as it
     * cannot know better) after that was ended here.
     */
    private JobExecution launch(JobLauncher launcher, LocalRun run, JobParameters parameters) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return launcher.run(run.job().job(), parameters);
            } catch (JobRestartException | JobExecutionAlreadyRunningException e) {
                if (attempt == 5) {
                    throw e;
                }
                LOG.info("the former execution is not at its end run={}: {}", run.id(), e.getMessage());
                leftBehind.endBatch(run.job().job().getName(), null, run.work());
            }
        }
    }

    private void runToTheEnd(LocalRun run, Runnable task) {
        String job = run.job().job().getName();
        MDC.put("run", Long.toString(run.id()));
        try {
            task.run(); // Batch keeps what goes wrong in the execution
        } finally {
            try {
                end(run, job, run.execution().join());
            } catch (RuntimeException e) {
                // the row stays as it is, without a pulse: it is found left behind and ended in a minute
                LOG.error("the end of run={} could not be written down", run.id(), e);
            } finally {
                local.remove(run);
                run.ended().complete(null);
                MDC.remove("run");
            }
        }
    }

    private void end(LocalRun run, String job, JobExecution execution) {
        if (!isOurs(run)) {
            LOG.warn("run={} ended here, but is not ours any more", run.id());
            return;
        }
        Status status = statusOf(execution);
        if (status != Status.DONE && isDone(run, execution, status)) {
            LOG.warn("run={} did its work; Spring Batch ended it as {}", run.id(), execution.getStatus());
            status = Status.DONE;
        }
        if (status == Status.FAILED && !run.failedSomewhere()) {
            execution.getAllFailureExceptions().stream()
                    .findFirst()
                    .ifPresentOrElse(
                            thrown -> run.fail(new Failure(job, Reasons.of(thrown))),
                            () -> run.fail(new Failure(job, "Spring Batch ended it as " + execution.getStatus())));
        }
        if (status == Status.STOPPED && closing) {
            run.fail(new Failure(job, "stopped because the program was shut down"));
        }
        if (status != Status.DONE) {
            boolean stopped = status == Status.STOPPED;
            putDown(
                    run.job(),
                    run.work(),
                    stopped ? PutDown.STOPPED : PutDown.FAILED,
                    stopped ? "stopped" : "run " + run.id() + " failed");
        }
        RunProgress last = lastProgress(run);
        last.findings().forEach(run::fail);
        if (status == Status.DONE) {
            status = last.outcome();
        }
        PATIENCE.get(() -> {
            run.writeFailures();
            return true;
        });
        Instant at = clock.instant();
        if (writeEnd(run, status, at, last)) {
            LOG.info(
                    "ended run={} job={} status={} total={} done={}", run.id(), job, status, last.total(), last.done());
            tellListeners(run.id());
        }
    }

    /** Asked afresh: another node may already go on with the work, and must not have it put down under its hands. */
    private boolean isOurs(LocalRun run) {
        if (!run.lost() && !PATIENCE.get(() -> run.pulse(run.lastProgress(), clock.instant()))) {
            run.lose();
        }
        return !run.lost();
    }

    private boolean writeEnd(LocalRun run, Status status, Instant at, RunProgress last) {
        return PATIENCE.get(() -> run.end(status, at, last));
    }

    private static Status statusOf(JobExecution execution) {
        return switch (execution.getStatus()) {
            case COMPLETED -> Status.DONE;
            case STOPPED, STOPPING -> Status.STOPPED;
            case STARTING, STARTED, FAILED, ABANDONED, UNKNOWN -> Status.FAILED;
        };
    }

    /** Who was stopped after the work was done need not go on; who failed then has to, unless only Batch could not say so. */
    private boolean isDone(LocalRun run, JobExecution execution, Status status) {
        try {
            return run.job().done(run.work())
                    && (status == Status.STOPPED
                            || leftBehind.isComplete(run.job().job(), execution));
        } catch (RuntimeException e) {
            LOG.warn("unknown whether the work of run={} is done reason={}", run.id(), Reasons.of(e));
            return false;
        }
    }

    private static RunProgress lastProgress(LocalRun run) {
        try {
            return run.progressNow();
        } catch (RuntimeException e) {
            LOG.warn("last progress unknown run={} reason={}", run.id(), Reasons.of(e));
            return run.lastProgress();
        }
    }

    private static void putDown(RunnableJob job, long work, PutDown how, String reason) {
        try {
            job.putDown(work, how, reason);
        } catch (RuntimeException e) {
            LOG.error("work={} of job={} could not be put down", work, job.job().getName(), e);
        }
    }

    private void tellListeners(long id) {
        @Nullable JobRunView view = views.find(id).orElse(null);
        for (RunListener listener : listeners) {
            try {
                if (view != null) {
                    listener.ended(view);
                }
            } catch (RuntimeException e) {
                LOG.warn("a listener failed at run={}", id, e);
            }
        }
    }

    /** Starts nothing any more, asks what runs here to stop, and waits for it. */
    void close(Duration patience) {
        closing = true;
        local.all().forEach(LocalRun::askToStop);
        long deadline = System.nanoTime() + patience.toNanos();
        for (LocalRun run : local.all()) {
            try {
                long left = Math.max(1, deadline - System.nanoTime());
                run.ended().get(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("run={} did not stop within {} s and is left behind", run.id(), patience.toSeconds());
            }
        }
    }
}
