package dev.profilekeep.batch.replication;

import dev.profilekeep.batch.run.EngineWork;
import dev.profilekeep.batch.run.RunFailures;
import dev.profilekeep.replicate.estate.ReplicationPart;
import java.util.Locale;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.item.ExecutionContext;

/** What a run of the job works on, and the only place with the names for it. Stateless. */
final class ReplicationParameters {
    /** Name of the job. */
    static final String REPLICATION = "replication";

    static final EngineWork WORK = new EngineWork("replication");
    private static final String PART = "part";
    private static final String LOCATION = "location";
    private static final String COPIES = "copies";

    private ReplicationParameters() {}

    /** Short and the same over restarts. */
    static String partition(ReplicationPart part) {
        return String.format(Locale.ROOT, "part-%04d", part.number());
    }

    /** All that a worker needs to know of its part. */
    static ExecutionContext context(ReplicationPart part) {
        ExecutionContext context = new ExecutionContext();
        context.putInt(PART, part.number());
        context.putString(LOCATION, part.locationId());
        context.putInt(COPIES, part.copies());
        context.putString(RunFailures.WHERE, part.locationId());
        return context;
    }

    static ReplicationPart part(StepExecution step) {
        ExecutionContext context = step.getExecutionContext();
        return new ReplicationPart(
                WORK.of(step), context.getInt(PART), context.getString(LOCATION), context.getInt(COPIES));
    }
}
