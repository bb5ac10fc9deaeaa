package dev.profilekeep.batch.backup;

import dev.profilekeep.backup.care.CareKind;
import dev.profilekeep.backup.care.CareResult;
import dev.profilekeep.backup.care.CareRun;
import dev.profilekeep.backup.care.CareRun.Phase;
import dev.profilekeep.backup.care.CareRunningException;
import dev.profilekeep.backup.care.CareService;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.RunProgress;
import dev.profilekeep.batch.run.RunnableJob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobParameters;

/** Begins, follows and puts down one kind of care for the runs of its job. */
final class RunnableCare implements RunnableJob {
    private static final int KEPT = 50;

    private final CareKind kind;
    private final Job job;
    private final CareService care;
    private final String phase;
    private final String count;

    /**
     * @param phase what it does, as a key that the portal translates
     * @param count what it counts, as a key of counts
     */
    RunnableCare(CareKind kind, Job job, CareService care, String phase, String count) {
        this.kind = kind;
        this.job = job;
        this.care = care;
        this.phase = phase;
        this.count = count;
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public long begin(String startedBy, boolean person) throws AlreadyRunningException {
        try {
            return care.begin(kind, startedBy).id();
        } catch (CareRunningException e) {
            throw notOneOfOurs(e);
        }
    }

    @Override
    public void resume(long work, String startedBy, boolean person) throws AlreadyRunningException {
        if (done(work)) {
            return; // the step did not live to say so
        }
        try {
            care.resume(work, startedBy);
        } catch (CareRunningException e) {
            throw notOneOfOurs(e);
        }
    }

    private AlreadyRunningException notOneOfOurs(CareRunningException e) {
        return AlreadyRunningException.elsewhere(job.getName(), e);
    }

    @Override
    public JobParameters parameters(long work) {
        return new BackupParameters(work).toJobParameters();
    }

    @Override
    public Optional<RunProgress> progress(long work) {
        return care.find(work).map(this::progress);
    }

    private RunProgress progress(CareRun run) {
        List<Failure> wrong = run.clean()
                ? List.of()
                : care.results(run.id()).stream()
                        .filter(result -> !result.clean())
                        .limit(KEPT)
                        .map(RunnableCare::failure)
                        .toList();
        return new RunProgress(
                run.phase() == Phase.RUNNING ? phase : "",
                run.doing(),
                run.total(),
                run.done(),
                Map.of(count, run.amount(), "bytesRead", kind == CareKind.MAINTENANCE ? 0 : run.bytes()),
                wrong,
                run.clean());
    }

    private static Failure failure(CareResult result) {
        return new Failure("repository " + result.repositoryId(), result.words());
    }

    @Override
    public boolean done(long work) {
        return care.find(work).filter(run -> run.phase() == Phase.DONE).isPresent();
    }

    @Override
    public void putDown(long work, PutDown how, String reason) {
        care.abort(work, how == PutDown.STOPPED ? Phase.STOPPED : Phase.FAILED, reason);
    }
}
