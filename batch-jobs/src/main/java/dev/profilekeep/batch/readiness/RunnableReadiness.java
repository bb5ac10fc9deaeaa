package dev.profilekeep.batch.readiness;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.RunProgress;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.readiness.ReadinessRun;
import dev.profilekeep.readiness.ReadinessRun.Phase;
import dev.profilekeep.readiness.ReadinessRunningException;
import dev.profilekeep.readiness.ReadinessService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobParameters;

/** Begins, follows and puts down the engine's look at everybody for the runs of the job. */
final class RunnableReadiness implements RunnableJob {
    private final Job job;
    private final ReadinessService readiness;

    RunnableReadiness(Job job, ReadinessService readiness) {
        this.job = job;
        this.readiness = readiness;
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public long begin(String startedBy, boolean person) throws AlreadyRunningException {
        try {
            return readiness.begin(startedBy, person).id();
        } catch (ReadinessRunningException e) {
            throw AlreadyRunningException.elsewhere(job.getName(), e);
        }
    }

    @Override
    public void resume(long work, String startedBy, boolean person) throws AlreadyRunningException {
        if (done(work)) {
            return; // the last step did not live to say so
        }
        try {
            readiness.resume(work, startedBy);
        } catch (ReadinessRunningException e) {
            throw AlreadyRunningException.elsewhere(job.getName(), e);
        }
    }

    @Override
    public JobParameters parameters(long work) {
        return new ReadinessParameters(work).toJobParameters();
    }

    @Override
    public Optional<RunProgress> progress(long work) {
        return readiness.find(work).map(RunnableReadiness::progress);
    }

    private static RunProgress progress(ReadinessRun run) {
        return new RunProgress(run.isEnded() ? "" : "copies", "", run.total(), run.done(), Map.of(), List.of(), true);
    }

    @Override
    public boolean done(long work) {
        return readiness.find(work).filter(run -> run.phase() == Phase.DONE).isPresent();
    }

    @Override
    public void putDown(long work, PutDown how, String reason) {
        readiness.abort(work, how == PutDown.STOPPED ? Phase.STOPPED : Phase.FAILED, reason);
    }
}
