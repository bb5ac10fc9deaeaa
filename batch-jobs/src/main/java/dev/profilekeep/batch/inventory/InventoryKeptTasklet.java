package dev.profilekeep.batch.inventory;

import dev.profilekeep.batch.run.StopRequests;
import dev.profilekeep.inventory.RunControl;
import org.springframework.batch.core.StepExecution;

/** Has the engine remove what swaps put aside and nobody needs any more. */
final class InventoryKeptTasklet extends InventoryTasklet {
    private final InventoryWork engine;

    InventoryKeptTasklet(InventoryWork engine, StopRequests stops) {
        super(stops);
        this.engine = engine;
    }

    @Override
    void work(StepExecution step, RunControl control) {
        engine.sweepKept(control);
    }
}
