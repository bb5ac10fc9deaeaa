package dev.profilekeep.batch.inventory;

import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.InventoryRun;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.InventoryService;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.inventory.Shard;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The engine's own. */
final class EngineInventory implements InventoryWork {
    /** How the list of what is unread calls a location itself. */
    private static final String ROOT = "/";

    private final Engine engine;
    private final InventoryService inventory;

    EngineInventory(Engine engine) {
        this.engine = engine;
        this.inventory = engine.inventory();
    }

    @Override
    public long begin(String startedBy) throws InventoryRunningException {
        return inventory.begin(startedBy, Set.of()).id();
    }

    @Override
    public void resume(long run, String startedBy) throws InventoryRunningException {
        inventory.resume(run, startedBy);
    }

    @Override
    public List<Shard> list(long run, RunControl control) throws IOException {
        return inventory.list(run, control);
    }

    @Override
    public void read(Shard shard, RunControl control) throws IOException {
        inventory.read(shard, control);
    }

    @Override
    public InventoryRun finish(long run) throws IOException {
        return inventory.finish(run);
    }

    @Override
    public void abort(long run, InventoryRun.Phase how, String reason) {
        inventory.abort(run, how, reason);
    }

    @Override
    public Optional<InventoryRun> find(long run) {
        return Optional.of(inventory.run(run));
    }

    @Override
    public List<LocationLeftOut> leftOut(long run) {
        return engine.containers().unread().stream()
                .filter(unread -> ROOT.equals(unread.path()))
                .map(unread -> new LocationLeftOut(unread.locationId(), unread.reason()))
                .toList();
    }
}
