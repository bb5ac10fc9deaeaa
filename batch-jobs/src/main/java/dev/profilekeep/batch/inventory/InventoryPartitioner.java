package dev.profilekeep.batch.inventory;

import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.inventory.Shard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.partition.support.Partitioner;
import org.springframework.batch.item.ExecutionContext;

/** One partition for each shard. The listing is done by then: this only asks for what it found. */
final class InventoryPartitioner implements Partitioner {
    static final int MOST = 200;

    private final InventoryWork engine;
    private final long inventory;

    InventoryPartitioner(InventoryWork engine, long inventory) {
        this.engine = engine;
        this.inventory = inventory;
    }

    /** @param gridSize no matter: the engine has cut the shards */
    @Override
    public Map<String, ExecutionContext> partition(int gridSize) {
        Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
        for (Shard shard : shards()) {
            if (shard.containers() > MOST) {
                throw new IllegalStateException("shard " + shard.number() + " has " + shard.containers()
                        + " containers; more than " + MOST + " are too much for one partition");
            }
            if (partitions.put(InventoryParameters.partition(shard), InventoryParameters.context(shard)) != null) {
                throw new IllegalStateException("two shards have the number " + shard.number());
            }
        }
        return partitions;
    }

    private List<Shard> shards() {
        try {
            return engine.list(inventory, RunControl.NEVER_STOP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
