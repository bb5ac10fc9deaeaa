package dev.profilekeep.batch.run;

import dev.profilekeep.batch.run.JobRunView.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.JobExecutionException;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.core.StepExecutionListener;

/** To be put on every step that does work: writes down at once, for people, why a step failed. */
public final class RunFailures implements StepExecutionListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunFailures.class);

    /** Key of a step's execution context: where the step works, as people say it; the step's name if there is none. */
    public static final String WHERE = "where";

    private final LocalRuns runs;

    RunFailures(LocalRuns runs) {
        this.runs = runs;
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        if (step.getStatus() == BatchStatus.FAILED) {
            String where = step.getExecutionContext().getString(WHERE, step.getStepName());
            String reason = step.getFailureExceptions().stream()
                    .findFirst()
                    .map(Reasons::of)
                    .orElse("unknown");
            LOG.warn("step failed step={} where={} reason={}", step.getStepName(), where, reason);
            step.getFailureExceptions().stream()
                    .filter(RunFailures::isUnexpected)
                    .forEach(unexpected ->
                            LOG.error("step={} met what nobody expected", step.getStepName(), unexpected));
            runs.of(step.getJobParameters()).ifPresent(run -> run.fail(new Failure(where, reason)));
        }
        return null;
    }

    /** A server that does not answer or a full volume is told in a sentence; Spring Batch's own logger, which is off, would add its trace. */
    private static boolean isUnexpected(Throwable e) {
        return !(e instanceof IOException || e instanceof UncheckedIOException || e instanceof JobExecutionException);
    }
}
