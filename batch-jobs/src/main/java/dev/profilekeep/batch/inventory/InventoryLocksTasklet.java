package dev.profilekeep.batch.inventory;

import dev.profilekeep.batch.run.StopRequests;
import dev.profilekeep.inventory.RunControl;
import org.springframework.batch.core.StepExecution;

/** Has the engine judge every lock it knows of now that it knows what is where. */
final class InventoryLocksTasklet extends InventoryTasklet {
    private final InventoryWork engine;

    InventoryLocksTasklet(InventoryWork engine, StopRequests stops) {
        super(stops);
        this.engine = engine;
    }

    @Override
    void work(StepExecution step, RunControl control) {
        engine.judgeLocks(InventoryParameters.of(step).inventory(), control);
    }
}
