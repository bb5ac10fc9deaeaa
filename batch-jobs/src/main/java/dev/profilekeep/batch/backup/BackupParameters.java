package dev.profilekeep.batch.backup;

import dev.profilekeep.backup.estate.NightShard;
import dev.profilekeep.batch.run.RunFailures;
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
record BackupParameters(long work) {
    /** Name of the nightly job. */
    static final String BACKUP = "backup";

    private static final String WORK = "backup";
    private static final String SHARD = "shard";
    private static final String AGAIN = "again";
    private static final String REPOSITORY = "repository";
    private static final String SET = "set";
    private static final String LOCATION = "location";
    private static final String CONTAINERS = "containers";

    JobParameters toJobParameters() {
        return new JobParametersBuilder().addLong(WORK, work, true).toJobParameters();
    }

    static BackupParameters of(StepExecution step) {
        Long work = step.getJobParameters().getLong(WORK);
        if (work == null) {
            throw new IllegalArgumentException("the job parameter " + WORK + " is missing");
        }
        return new BackupParameters(work);
    }

    static void validate(JobParameters parameters) throws JobParametersInvalidException {
        if (!(parameters.getParameters().containsKey(WORK)
                && parameters.getParameters().get(WORK).getValue() instanceof Long)) {
            throw new JobParametersInvalidException("the job parameter " + WORK + " (a number) is missing");
        }
    }

    /** Short and the same over restarts. */
    static String partition(NightShard shard) {
        return String.format(Locale.ROOT, "shard-%04d", shard.number());
    }

    /** All that a worker needs to know of its shard. */
    static ExecutionContext context(NightShard shard) {
        ExecutionContext context = new ExecutionContext();
        context.putInt(SHARD, shard.number());
        context.putString(AGAIN, Boolean.toString(shard.again()));
        context.putString(REPOSITORY, shard.repositoryId());
        context.putString(SET, shard.setId());
        context.putString(LOCATION, shard.locationId());
        context.putInt(CONTAINERS, shard.containers());
        context.putString(RunFailures.WHERE, "shard " + shard.number() + " of " + shard.locationId());
        return context;
    }

    static NightShard shard(StepExecution step) {
        ExecutionContext context = step.getExecutionContext();
        return new NightShard(
                of(step).work(),
                context.getInt(SHARD),
                Boolean.parseBoolean(context.getString(AGAIN)),
                context.getString(REPOSITORY),
                context.getString(SET),
                context.getString(LOCATION),
                context.getInt(CONTAINERS));
    }
}
