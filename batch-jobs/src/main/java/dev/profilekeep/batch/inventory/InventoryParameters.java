package dev.profilekeep.batch.inventory;

import dev.profilekeep.batch.run.RunFailures;
import dev.profilekeep.inventory.Shard;
import java.util.Locale;
import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.JobParametersBuilder;
import org.springframework.batch.core.JobParametersInvalidException;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.item.ExecutionContext;

/**
 * What a run of the job works on, and the only place with the names for it. Who asked, and for which run, is not part of what
 * identifies the work.
 *
 * @param inventory the engine's number of the inventory
 */
record InventoryParameters(long inventory) {
    /** Name of the job. */
    static final String JOB = "inventory";

    private static final String INVENTORY = "inventory";
    private static final String SHARD = "shard";
    private static final String LOCATION = "location";
    private static final String CONTAINERS = "containers";

    JobParameters toJobParameters() {
        return new JobParametersBuilder().addLong(INVENTORY, inventory, true).toJobParameters();
    }

    static InventoryParameters of(StepExecution step) {
        return of(step.getJobParameters());
    }

    static InventoryParameters of(JobParameters parameters) {
        Long inventory = parameters.getLong(INVENTORY);
        if (inventory == null) {
            throw new IllegalArgumentException("the job parameter " + INVENTORY + " is missing");
        }
        return new InventoryParameters(inventory);
    }

    static void validate(JobParameters parameters) throws JobParametersInvalidException {
        if (!(parameters.getParameters().containsKey(INVENTORY)
                && parameters.getParameters().get(INVENTORY).getValue() instanceof Long)) {
            throw new JobParametersInvalidException("the job parameter " + INVENTORY + " (a number) is missing");
        }
    }

    /** Short and the same over restarts. */
    static String partition(Shard shard) {
        return String.format(Locale.ROOT, "shard-%04d", shard.number());
    }

    /** All that a worker needs to know of its shard. */
    static ExecutionContext context(Shard shard) {
        ExecutionContext context = new ExecutionContext();
        context.putInt(SHARD, shard.number());
        context.putString(LOCATION, shard.locationId());
        context.putInt(CONTAINERS, shard.containers());
        context.putString(RunFailures.WHERE, "shard " + shard.number() + " of " + shard.locationId());
        return context;
    }

    static Shard shard(StepExecution step) {
        ExecutionContext context = step.getExecutionContext();
        return new Shard(
                of(step).inventory(), context.getInt(SHARD), context.getString(LOCATION), context.getInt(CONTAINERS));
    }
}
