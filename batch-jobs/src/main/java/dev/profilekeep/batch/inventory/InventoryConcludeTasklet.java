package dev.profilekeep.batch.inventory;

import dev.profilekeep.batch.run.StopRequests;
import dev.profilekeep.inventory.InventoryRun.Phase;
import dev.profilekeep.inventory.RunControl;
import java.io.IOException;
import org.springframework.batch.core.StepExecution;

/** Has the engine conclude: what is gone, findings, states, growth, totals. */
final class InventoryConcludeTasklet extends InventoryTasklet {
    private final InventoryWork engine;

    InventoryConcludeTasklet(InventoryWork engine, StopRequests stops) {
        super(stops);
        this.engine = engine;
    }

    @Override
    void work(StepExecution step, RunControl control) throws IOException {
        long run = InventoryParameters.of(step).inventory();
        boolean concluded =
                engine.find(run).filter(one -> one.phase() == Phase.DONE).isPresent();
        if (!concluded) { // else it was before a restart, and only Spring Batch does not know
            engine.finish(run);
        }
    }
}
