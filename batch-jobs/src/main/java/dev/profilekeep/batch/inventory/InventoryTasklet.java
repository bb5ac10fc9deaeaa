package dev.profilekeep.batch.inventory;

import dev.profilekeep.batch.run.StopRequests;
import dev.profilekeep.inventory.RunControl;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.batch.core.StepContribution;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.repeat.RepeatStatus;

/** Calls the engine once, and ends as stopped rather than as done or failed if the run was asked to stop meanwhile. */
abstract class InventoryTasklet implements Tasklet {
    private static final Logger LOG = LoggerFactory.getLogger(InventoryTasklet.class);

    private final StopRequests stops;

    InventoryTasklet(StopRequests stops) {
        this.stops = stops;
    }

    abstract void work(StepExecution step, RunControl control) throws IOException;

    @Override
    public final RepeatStatus execute(StepContribution contribution, ChunkContext context) throws IOException {
        StepExecution step = contribution.getStepExecution();
        RunControl control = stops.of(step);
        MDC.put("inventory", Long.toString(InventoryParameters.of(step).inventory()));
        try {
            if (!control.stopAsked()) {
                work(step, control);
            }
        } catch (IOException | RuntimeException e) {
            if (!control.stopAsked()) {
                throw e;
            }
            LOG.info("step {} ended while stopping: {}", step.getStepName(), e.toString());
        } finally {
            MDC.remove("inventory");
        }
        if (control.stopAsked()) {
            step.setTerminateOnly();
        }
        return RepeatStatus.FINISHED;
    }
}
