package dev.profilekeep.inventory;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.inventory.InventoryRun.Phase;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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
        ExecutorService shards = Workers.pool("inventory-shard", parallel);
        ExecutorService whole = Workers.pool("inventory-run", 1);
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
        List<String> failures = new ArrayList<>();
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
                    failures.add(Reasons.sentence(e));
                }
            }
            if (control.stopAsked()) {
                inventory.abort(runId, Phase.STOPPED, "a stop was asked for");
            } else if (failures.isEmpty()) {
                inventory.finish(runId);
            } else {
                inventory.abort(runId, Phase.FAILED, String.join("; ", failures));
            }
        } catch (IOException | RuntimeException e) {
            boolean stopped = control.stopAsked();
            if (!stopped) {
                LOG.warn("run={} failed", runId, e);
            }
            inventory.abort(runId, stopped ? Phase.STOPPED : Phase.FAILED, Reasons.sentence(e));
        }
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
