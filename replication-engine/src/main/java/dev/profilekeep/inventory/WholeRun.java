package dev.profilekeep.inventory;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.inventory.InventoryRun.Phase;
import dev.profilekeep.workers.LocationWorkers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run from listing to its end in one process, with a bounded number of shards at once. */
final class WholeRun {
    private static final Logger LOG = LoggerFactory.getLogger(WholeRun.class);

    private final InventoryService inventory;
    private final long runId;
    private final RunControl control;

    WholeRun(InventoryService inventory, long runId, RunControl control) {
        this.inventory = inventory;
        this.runId = runId;
        this.control = control;
    }

    InventoryRun run(int parallel, Consumer<InventoryRun> progress) {
        ExecutorService shards = LocationWorkers.pool("inventory-shard", parallel);
        ExecutorService whole = LocationWorkers.pool("inventory-run", 1);
        try {
            follow(whole.submit(() -> work(shards)), progress);
        } finally {
            whole.shutdownNow();
            shards.shutdownNow();
        }
        InventoryRun end = inventory.run(runId);
        progress.accept(end);
        return end;
    }

    private void work(ExecutorService pool) {
        Map<String, Integer> failures = new LinkedHashMap<>();
        try {
            List<Future<?>> shards = new ArrayList<>();
            for (Shard shard : inventory.list(runId, control)) {
                shards.add(pool.submit(() -> {
                    if (!control.stopAsked()) {
                        inventory.read(shard, control);
                    }
                    return null;
                }));
            }
            for (Future<?> shard : shards) {
                try {
                    await(shard);
                } catch (IOException e) {
                    failures.merge(Reasons.sentence(e), 1, Integer::sum);
                }
            }
            if (control.stopAsked()) {
                inventory.abort(runId, Phase.STOPPED, "a stop was asked for");
            } else if (failures.isEmpty()) {
                inventory.finish(runId);
            } else {
                inventory.abort(runId, Phase.FAILED, told(failures));
            }
        } catch (IOException | RuntimeException e) {
            boolean stopped = control.stopAsked();
            if (!stopped) {
                LOG.warn("run={} failed", runId, e);
            }
            inventory.abort(runId, stopped ? Phase.STOPPED : Phase.FAILED, Reasons.sentence(e));
        }
    }

    /** One server that died fails every shard with the same words: they are said once. */
    private static String told(Map<String, Integer> failures) {
        return failures.entrySet().stream()
                .map(one -> one.getValue() == 1 ? one.getKey() : one.getValue() + " shards: " + one.getKey())
                .collect(Collectors.joining("; "));
    }

    private void follow(Future<?> all, Consumer<InventoryRun> progress) {
        while (true) {
            try {
                all.get(500, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                progress.accept(inventory.run(runId));
            } catch (InterruptedException e) {
                all.cancel(true);
                inventory.abort(runId, Phase.STOPPED, "interrupted");
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                throw new CatalogException("the inventory ended with an error: " + e.getCause(), e);
            }
        }
    }

    /** What a piece of work threw, as it threw it. */
    static void await(Future<?> future) throws IOException {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IOException(e.getCause());
        }
    }
}
