package dev.profilekeep.batch.run;

import dev.profilekeep.inventory.RunControl;
import org.springframework.batch.core.StepExecution;

/** Whether the run that a step belongs to is asked to stop. */
@FunctionalInterface
public interface StopRequests {
    /**
     * The control to hand to the engine; costs nothing to ask. Says stop too if this node lost the run to another one, or is
     * shutting down.
     */
    RunControl of(StepExecution step);
}
