package dev.profilekeep.batch.verification;

import dev.profilekeep.batch.run.EngineWork;
import dev.profilekeep.batch.run.RunFailures;
import dev.profilekeep.replica.estate.VerificationPart;
import java.util.Locale;
import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.JobParametersInvalidException;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.item.ExecutionContext;

/**
 * What a run of the job works on, and the only place with the names for it.
 *
 * @param work the engine's number of it
 */
record VerificationParameters(long work) {
    /** Name of the job. */
    static final String VERIFICATION = "verification";

    private static final EngineWork WORK = new EngineWork("verification");
    private static final String PART = "part";
    private static final String LOCATION = "location";
    private static final String COPIES = "copies";

    JobParameters toJobParameters() {
        return WORK.parameters(work);
    }

    static VerificationParameters of(StepExecution step) {
        return new VerificationParameters(WORK.of(step));
    }

    static void validate(JobParameters parameters) throws JobParametersInvalidException {
        WORK.validate(parameters);
    }

    /** Short and the same over restarts. */
    static String partition(VerificationPart part) {
        return String.format(Locale.ROOT, "part-%04d", part.number());
    }

    /** All that a worker needs to know of its part. */
    static ExecutionContext context(VerificationPart part) {
        ExecutionContext context = new ExecutionContext();
        context.putInt(PART, part.number());
        context.putString(LOCATION, part.locationId());
        context.putInt(COPIES, part.copies());
        context.putString(RunFailures.WHERE, part.locationId());
        return context;
    }

    static VerificationPart part(StepExecution step) {
        ExecutionContext context = step.getExecutionContext();
        return new VerificationPart(
                of(step).work(), context.getInt(PART), context.getString(LOCATION), context.getInt(COPIES));
    }
}
