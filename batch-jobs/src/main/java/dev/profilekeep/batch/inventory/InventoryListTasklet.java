package dev.profilekeep.batch.inventory;

import dev.profilekeep.batch.run.StopRequests;
import dev.profilekeep.inventory.RunControl;
import java.io.IOException;
import org.springframework.batch.core.StepExecution;

/** Has the engine list every location and cut what it finds into shards. */
final class InventoryListTasklet extends InventoryTasklet {
    private final InventoryWork engine;

    InventoryListTasklet(InventoryWork engine, StopRequests stops) {
        super(stops);
        this.engine = engine;
    }

    @Override
    void work(StepExecution step, RunControl control) throws IOException {
        engine.list(InventoryParameters.of(step).inventory(), control);
    }
}
