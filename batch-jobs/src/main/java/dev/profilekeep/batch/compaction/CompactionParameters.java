package dev.profilekeep.batch.compaction;

import dev.profilekeep.batch.run.RunFailures;
import dev.profilekeep.compact.estate.CompactionPart;
import java.util.Locale;
import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.JobParametersBuilder;
import org.springframework.batch.core.JobParametersInvalidException;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.item.ExecutionContext;

/**
 * What a run of a job works on, and the only place with the names for it.
 *
 * @param work the engine's number of it
 */
record CompactionParameters(long work) {
    /** Name of the nightly job. */
    static final String COMPACTION = "compaction";

    /** Name of the job that changes nothing. */
    static final String PLAN = "compaction-plan";

    private static final String WORK = "compaction";
    private static final String PART = "part";
    private static final String LOCATION = "location";
    private static final String CONTAINERS = "containers";

    JobParameters toJobParameters() {
        return new JobParametersBuilder().addLong(WORK, work, true).toJobParameters();
    }

    static CompactionParameters of(StepExecution step) {
        Long work = step.getJobParameters().getLong(WORK);
        if (work == null) {
            throw new IllegalArgumentException("the job parameter " + WORK + " is missing");
        }
        return new CompactionParameters(work);
    }

    static void validate(JobParameters parameters) throws JobParametersInvalidException {
        if (!(parameters.getParameters().containsKey(WORK)
                && parameters.getParameters().get(WORK).getValue() instanceof Long)) {
            throw new JobParametersInvalidException("the job parameter " + WORK + " (a number) is missing");
        }
    }

    /** Short and the same over restarts. */
    static String partition(CompactionPart part) {
        return String.format(Locale.ROOT, "part-%04d", part.number());
    }

    /** All that a worker needs to know of its part. */
    static ExecutionContext context(CompactionPart part) {
        ExecutionContext context = new ExecutionContext();
        context.putInt(PART, part.number());
        context.putString(LOCATION, part.locationId());
        context.putInt(CONTAINERS, part.containers());
        context.putString(RunFailures.WHERE, part.locationId());
        return context;
    }

    static CompactionPart part(StepExecution step) {
        ExecutionContext context = step.getExecutionContext();
        return new CompactionPart(
                of(step).work(), context.getInt(PART), context.getString(LOCATION), context.getInt(CONTAINERS));
    }
}
