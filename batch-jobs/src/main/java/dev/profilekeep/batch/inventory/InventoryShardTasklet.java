package dev.profilekeep.batch.inventory;

import dev.profilekeep.batch.run.StopRequests;
import dev.profilekeep.inventory.RunControl;
import java.io.IOException;
import org.springframework.batch.core.StepExecution;

/** Has the engine read one shard. What is read already in this inventory the engine leaves out. */
final class InventoryShardTasklet extends InventoryTasklet {
    private final InventoryWork engine;

    InventoryShardTasklet(InventoryWork engine, StopRequests stops) {
        super(stops);
        this.engine = engine;
    }

    @Override
    void work(StepExecution step, RunControl control) throws IOException {
        engine.read(InventoryParameters.shard(step), control);
    }
}
