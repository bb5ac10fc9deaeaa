package dev.profilekeep.batch.readiness;

import dev.profilekeep.batch.run.EngineWork;
import dev.profilekeep.batch.run.RunFailures;
import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.JobParametersInvalidException;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.item.ExecutionContext;

/**
 * What a run of the job works on, and the only place with the names for it.
 *
 * @param work the engine's number of it
 */
record ReadinessParameters(long work) {
    /** Name of the job. */
    static final String READINESS = "readiness";

    private static final EngineWork WORK = new EngineWork("readiness");
    private static final String LOCATION = "location";

    JobParameters toJobParameters() {
        return WORK.parameters(work);
    }

    static ReadinessParameters of(StepExecution step) {
        return new ReadinessParameters(WORK.of(step));
    }

    static void validate(JobParameters parameters) throws JobParametersInvalidException {
        WORK.validate(parameters);
    }

    /** All that a worker needs to know of its part. */
    static ExecutionContext context(String locationId) {
        ExecutionContext context = new ExecutionContext();
        context.putString(LOCATION, locationId);
        context.putString(RunFailures.WHERE, locationId);
        return context;
    }

    static String location(StepExecution step) {
        return step.getExecutionContext().getString(LOCATION);
    }
}
