package dev.profilekeep.inventory;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.workers.LocationWorkers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the locations of a run, several at once. One that cannot be listed is recorded as such and stops nobody. */
final class EveryLocation {
    private static final Logger LOG = LoggerFactory.getLogger(EveryLocation.class);
    private static final int AT_ONCE = 8;

    private final ProfileKeepConfig config;
    private final Database database;
    private final RunLease lease;
    private final Runs runs;
    private final LocationWorkers workers;
    private final Access access;
    private final Settling settling;
    private final Clock clock;

    EveryLocation(
            ProfileKeepConfig config,
            Database database,
            RunLease lease,
            Runs runs,
            LocationWorkers workers,
            Access access,
            Settling settling,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.lease = lease;
        this.runs = runs;
        this.workers = workers;
        this.access = access;
        this.settling = settling;
        this.clock = clock;
    }

    /** Lists what is not listed yet. */
    void list(InventoryRun run, RunControl control) throws IOException {
        List<String> todo = database.<List<String>, RuntimeException>call(session -> session.list(
                "SELECT location_id FROM inventory_location WHERE run_id = ? AND listing = 'TODO'",
                row -> row.text("location_id"),
                run.id()));
        ExecutorService pool = LocationWorkers.pool("inventory-list", AT_ONCE);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String id : todo) {
                all.add(pool.submit(() -> {
                    listOne(run, id, control);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                WholeRun.await(one);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** What is half done would be listed as it is. A server that is down is the listing's to tell. */
    private void settle(InventoryRun run, String location) throws StorageException.Unreachable {
        try {
            settling.settle(location);
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.warn("run={} location={} what was cut off cannot be settled: {}", run.id(), location, e.toString());
        }
    }

    private void listOne(InventoryRun run, String id, RunControl control) throws IOException {
        if (control.stopAsked()) {
            throw new InterruptedIOException("a stop was asked for");
        }
        Optional<LocationConfig> location = config.location(id);
        if (location.isEmpty()) {
            database.<RuntimeException>run(session -> session.update(
                    "DELETE FROM inventory_location WHERE run_id = ? AND location_id = ?", run.id(), id));
            return;
        }
        SetConfig set = config.setOf(id).orElseThrow();
        Lister lister =
                new Lister(run.id(), location.get(), set, config.inventory().shardSize(), database, lease, runs, clock);
        Optional<String> quiet = access.quiet(location.get(), run);
        if (quiet.isPresent()) {
            lister.failed("QUIET", "not listed: the location has its quiet hours, " + quiet.get());
            return;
        }
        try {
            settle(run, id);
            lister.run(
                    access.storage(location.get(), run),
                    workers.of(location.get()),
                    control,
                    run.startedBy().equals(InventoryService.SCHEDULE));
        } catch (InterruptedIOException | InventoryLostException | CatalogException e) {
            throw e;
        } catch (IOException | UncheckedIOException e) {
            LOG.info("run={} location={} cannot be listed: {}", run.id(), id, e.getMessage());
            boolean away = e instanceof StorageException.NotFound;
            String address = location.get().address();
            String reason = Reasons.sentence(e);
            lister.failed(
                    away ? "UNREACHABLE" : Reasons.kind(e),
                    away
                            ? address + " is not there: is it mounted, was it moved or renamed? (" + reason + ")"
                            : reason.contains(address) ? reason : address + ": " + reason);
        } catch (RuntimeException e) {
            LOG.error("run={} location={} cannot be listed", run.id(), id, e);
            lister.failed(Reasons.kind(e), Reasons.sentence(e));
        }
    }
}
