package dev.profilekeep.inventory;

import dev.profilekeep.catalog.Heart;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig.Replication;
import dev.profilekeep.findings.FindingBook;
import dev.profilekeep.findings.FindingSource;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.inventory.InventoryRun.Phase;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.workers.LocationWorkers;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every container of the locations and records what it finds. One at a time, over all processes that share a
 * catalog; a run goes {@link #begin}, {@link #list}, {@link #read} for each shard in any order and from any process, then
 * {@link #finish}, or {@link #abort}. A run that failed or was stopped goes on after {@link #resume}: what is done is not done
 * again. What could not be read keeps what is known of it. Safe for several threads.
 */
public final class InventoryService implements Closeable {
    /** Who starts the runs that nobody asked for; these respect quiet hours. */
    public static final String SCHEDULE = "schedule";

    private static final Logger LOG = LoggerFactory.getLogger(InventoryService.class);

    private final ProfileKeepConfig config;
    private final Database database;
    private final Access access;
    private final EveryLocation locations;
    private final Clock clock;
    private final RunLease lease;
    private final Runs runs;
    private final Summaries summaries;
    private final Conclusion conclusion;
    private final LocationWorkers workers = new LocationWorkers("inventory-");
    private final SlicedFile.Slices slices;
    private final Heart heart;

    /** @param storages gives a location's storage, guarded; shared and not to be closed */
    public InventoryService(
            ProfileKeepConfig config,
            Database database,
            BiFunction<String, Initiator, StorageProvider> storages,
            Clock clock,
            String node) {
        this(config, database, storages, List.of(), Settling.NOTHING, clock, node, SlicedFile.STANDARD);
    }

    /**
     * @param sources what others know of containers
     * @param settling asked before each location is listed
     */
    public InventoryService(
            ProfileKeepConfig config,
            Database database,
            BiFunction<String, Initiator, StorageProvider> storages,
            List<FindingSource> sources,
            Settling settling,
            Clock clock,
            String node) {
        this(config, database, storages, sources, settling, clock, node, SlicedFile.STANDARD);
    }

    InventoryService(
            ProfileKeepConfig config,
            Database database,
            BiFunction<String, Initiator, StorageProvider> storages,
            List<FindingSource> sources,
            Settling settling,
            Clock clock,
            String node,
            SlicedFile.Slices slices) {
        this.config = config;
        this.database = database;
        this.access = new Access(config, storages, clock);
        this.clock = clock;
        this.lease = new RunLease(clock, node);
        this.runs = new Runs(clock);
        List<FindingSource> all = new ArrayList<>(sources);
        all.add(new OpenFolders());
        this.summaries = new Summaries(config, all, clock);
        FindingBook book = new FindingBook(summaries::siteOf, config.inventory().zone());
        this.conclusion = new Conclusion(config.inventory(), summaries, book);
        this.locations = new EveryLocation(config, database, lease, runs, workers, access, settling, clock);
        this.slices = slices;
        this.heart = new Heart("inventory", RunLease.BEAT, () -> database.<RuntimeException>run(lease::sign));
    }

    /**
     * Begins a run.
     *
     * @param startedBy a person's name, or {@link #SCHEDULE}
     * @param locationIds empty for all
     * @throws InventoryRunningException if one is under way, here or elsewhere. One whose node has been silent for two
     *     minutes is taken for dead and ended
     * @throws IllegalArgumentException if a location is not known
     */
    public InventoryRun begin(String startedBy, Set<String> locationIds) throws InventoryRunningException {
        for (String id : locationIds) {
            if (config.location(id).isEmpty()) {
                throw new IllegalArgumentException("there is no location '" + id + "'");
            }
        }
        List<String> locations = config.locations().stream()
                .map(LocationConfig::id)
                .filter(id -> locationIds.isEmpty() || locationIds.contains(id))
                .toList();
        return database.<InventoryRun, InventoryRunningException>call(session -> {
            takeLease(session);
            session.update("DELETE FROM inventory_item");
            session.update("DELETE FROM inventory_shard");
            session.update("DELETE FROM inventory_location");
            session.update("DELETE FROM unread WHERE NOT EXISTS (SELECT 1 FROM location l"
                    + " WHERE l.id = unread.location_id AND l.unread_run = unread.run_id)");
            long id = runs.insert(session, startedBy, locations);
            lease.take(session, id);
            return found(session, id);
        });
    }

    /**
     * Goes on with a run that failed, was stopped, or lost its node: what is listed and read stays so.
     *
     * @throws InventoryRunningException if one is under way
     * @throws IllegalStateException if there is nothing to go on with: the run is done, or a newer one has begun since
     */
    public InventoryRun resume(long runId, String startedBy) throws InventoryRunningException {
        return database.<InventoryRun, InventoryRunningException>call(session -> {
            takeLease(session);
            InventoryRun run = runs.find(session, runId)
                    .orElseThrow(() -> new IllegalStateException("there is no inventory run " + runId));
            long open = session.number("SELECT COUNT(*) FROM inventory_location WHERE run_id = ?", runId);
            if (run.phase() == Phase.DONE || open == 0) {
                throw new IllegalStateException(
                        run.phase() == Phase.DONE
                                ? "inventory run " + runId + " is done"
                                : "a newer inventory has begun since run " + runId + "; start a new one");
            }
            Unfinished.forget(session, runId);
            runs.goOn(session, runId, planned(session, runId) ? Phase.READING : Phase.LISTING, startedBy);
            lease.take(session, runId);
            return found(session, runId);
        });
    }

    /**
     * Lists every location of the run and cuts what is there into shards. A location that cannot be listed becomes an entry
     * of the unread and stops nobody. Called again, gives the same shards.
     *
     * @throws InventoryLostException if the run is not under way any more
     * @throws InterruptedIOException if a stop was asked for, or the thread was interrupted
     */
    public List<Shard> list(long runId, RunControl control) throws IOException {
        InventoryRun run = underWay(runId);
        boolean planned = database.<Boolean, RuntimeException>call(session -> planned(session, runId));
        if (!planned) {
            locations.list(run, control);
            database.<IOException>run(session -> {
                Planner.plan(session, runId, run.locations(), run.startedAt());
                runs.phase(session, runId, Phase.READING);
                lease.beat(session, runId); // last, as it locks the row that others look at
            });
        }
        return database.<List<Shard>, RuntimeException>call(session -> Planner.shards(session, runId));
    }

    /**
     * Reads the disks of one shard that were not yet read in this run. A disk that cannot be read is recorded and stops
     * nothing. Returns early when a stop is asked for.
     *
     * @throws InventoryLostException if the run is not under way any more
     * @throws IOException if the server is gone; what was read by then is kept, and the shard can be read again
     */
    public void read(Shard shard, RunControl control) throws IOException {
        InventoryRun run = underWay(shard.runId());
        LocationConfig location = config.location(shard.locationId())
                .orElseThrow(() -> new IOException("location '" + shard.locationId() + "' is not configured any more"));
        boolean lockCounts = config.setOf(location.id())
                .map(set -> set.replication() == Replication.CLOUD_CACHE)
                .orElse(false);
        StorageProvider storage = access.storage(location, run);
        new ShardReader(
                        shard,
                        location.limits().parallel(),
                        new OptimisticRead(storage, slices, lockCounts),
                        workers.of(location),
                        database,
                        lease,
                        runs,
                        new CopyWriter(shard.runId(), location.id(), clock, summaries),
                        () -> access.quiet(location, run).isPresent())
                .run(control);
    }

    /**
     * Ends a run: judges every container, records growth, lets go of the lease.
     *
     * @throws InventoryLostException if the run is not under way any more
     * @throws IllegalStateException if disks are left that were not looked at
     */
    public InventoryRun finish(long runId) throws InventoryLostException {
        database.<InventoryLostException>run(session -> {
            lease.beat(session, runId);
            long left = session.number("SELECT COUNT(*) FROM inventory_item WHERE run_id = ? AND outcome = ''", runId);
            if (left > 0 || !planned(session, runId)) {
                throw new IllegalStateException("inventory run " + runId + " is not complete: " + left
                        + " disks were not looked at; read their shards, or abort the run");
            }
            runs.phase(session, runId, Phase.CONCLUDING);
        });
        return database.<InventoryRun, InventoryLostException>call(session -> {
            UnreadTable.noteQuiet(session, runId, clock.instant());
            long gone = conclusion.conclude(session, runId, clock.instant());
            session.update("UPDATE inventory_run SET gone = ? WHERE id = ?", gone, runId);
            session.update("DELETE FROM inventory_item WHERE run_id = ?", runId);
            session.update("DELETE FROM inventory_shard WHERE run_id = ?", runId);
            runs.end(session, runId, Phase.DONE, "");
            lease.beat(session, runId); // last: whoever was taken over meanwhile records nothing of all this
            lease.release(session, runId);
            return found(session, runId);
        });
    }

    /**
     * Ends a run early. What was read is kept; nothing is taken for gone. It can be resumed until another one begins.
     *
     * @param phase {@link Phase#FAILED} or {@link Phase#STOPPED}
     */
    public void abort(long runId, Phase phase, String reason) {
        if (phase != Phase.FAILED && phase != Phase.STOPPED) {
            throw new IllegalArgumentException("a run is aborted as FAILED or STOPPED, not " + phase);
        }
        database.<RuntimeException>run(session -> {
            boolean holds =
                    lease.lock(session).filter(held -> held.runId() == runId).isPresent();
            if (holds) {
                Unfinished.note(session, runId, clock.instant());
                runs.end(session, runId, phase, reason);
                lease.release(session, runId);
            }
        });
    }

    /** The run under way, if there is one and its node lives. */
    public Optional<InventoryRun> running() {
        return database.<Optional<InventoryRun>, RuntimeException>call(session -> {
            Optional<RunLease.Held> held = lease.look(session).filter(RunLease.Held::alive);
            return held.isPresent() ? runs.find(session, held.get().runId()) : Optional.empty();
        });
    }

    /**
     * A run as it stands. One whose node is dead is shown as failed.
     *
     * @throws IllegalArgumentException if there is none of that id
     */
    public InventoryRun run(long id) {
        return database.<InventoryRun, RuntimeException>call(session -> {
            InventoryRun run = runs.find(session, id)
                    .orElseThrow(() -> new IllegalArgumentException("there is no inventory run " + id));
            return Runs.asItStands(run, lease.look(session));
        });
    }

    /** The newest runs, newest first. */
    public List<InventoryRun> recent(int limit) {
        return database.<List<InventoryRun>, RuntimeException>call(session -> {
            Optional<RunLease.Held> held = lease.look(session);
            return runs.recent(session, limit).stream()
                    .map(run -> Runs.asItStands(run, held))
                    .toList();
        });
    }

    /** Why a run failed or was stopped; empty if it did not. */
    public String reason(long id) {
        return database.<String, RuntimeException>call(
                session -> session.first("SELECT reason FROM inventory_run WHERE id = ?", row -> row.text("reason"), id)
                        .orElse(""));
    }

    /** When the last complete run ended. */
    public Optional<Instant> lastDone() {
        return database.<Optional<Instant>, RuntimeException>call(session -> session.first(
                "SELECT ended_at FROM inventory_run WHERE phase = 'DONE' AND ended_at IS NOT NULL ORDER BY id DESC LIMIT 1",
                row -> row.when("ended_at")));
    }

    /**
     * A whole run in this process, for callers without a job system.
     *
     * @param progress gets the run about twice a second and at its end
     * @return the run, DONE, FAILED or STOPPED; {@link #reason} says why
     */
    public InventoryRun runAll(
            String startedBy, Set<String> locationIds, RunControl control, Consumer<InventoryRun> progress)
            throws InventoryRunningException {
        InventoryRun run = begin(startedBy, locationIds);
        return new WholeRun(this, run.id(), control).run(config.inventory().parallel(), progress);
    }

    /** As {@link #runAll(String, Set, RunControl, Consumer)}, of all locations. */
    public InventoryRun runAll(String startedBy, RunControl control, Consumer<InventoryRun> progress)
            throws InventoryRunningException {
        return runAll(startedBy, Set.of(), control, progress);
    }

    /** For the one process that may open the catalog: ends a run whose node is none of the living. */
    public void endRunsOfOthersThan(Set<String> livingNodes) {
        database.<RuntimeException>run(session -> {
            Optional<RunLease.Held> dead = lease.heldByOtherThan(session, livingNodes);
            if (dead.isPresent()) {
                Unfinished.note(session, dead.get().runId(), clock.instant());
                runs.end(
                        session,
                        dead.get().runId(),
                        Phase.FAILED,
                        "its process (" + dead.get().node() + ") ended");
                lease.release(session, dead.get().runId());
            }
        });
    }

    /** Judges all containers anew: sites, sets or policies of the configuration, or what others know, has changed. */
    public void judgeAnew() {
        database.<RuntimeException>run(session -> conclusion.judgeAnew(session, clock.instant()));
    }

    /**
     * Judges some containers anew in what others know of them, and in nothing else: the next judgement of all does the rest.
     *
     * @param code what may have changed
     */
    public void judgeAnew(FindingCode code, Collection<Long> containers) {
        if (!containers.isEmpty()) {
            database.<RuntimeException>run(session -> conclusion.judgeAnew(session, code, containers, clock.instant()));
        }
    }

    /**
     * Looks at the known copies of a container at once, as a person's look, and judges it by what they show. A location that does not answer is left to the next inventory. Doing so
     * during an inventory does no harm.
     */
    public void lookAgain(long containerId) {
        new LookAgain(
                        database,
                        id -> access.storage(id, Initiator.PERSON),
                        storage -> new OptimisticRead(storage, slices, false),
                        summaries,
                        clock)
                .at(containerId);
        database.<RuntimeException>run(session -> conclusion.lookedAt(session, containerId, clock.instant()));
    }

    /**
     * As {@link #lookAgain}, after its disks were put aside on purpose: until there is one again, that it is gone is told with who did it, and worries nobody.
     *
     * @param by a person's name
     */
    public void putAside(long containerId, String by) {
        database.<RuntimeException>run(session -> session.update(
                "UPDATE container SET put_aside_at = ?, put_aside_by = ? WHERE id = ?",
                clock.instant(),
                Runs.cut(by, 500),
                containerId));
        lookAgain(containerId);
    }

    @Override
    public void close() {
        heart.close();
        workers.close();
    }

    private void takeLease(Session session) throws SQLException, InventoryRunningException {
        Optional<RunLease.Held> held = lease.lock(session);
        if (held.isPresent()) {
            if (held.get().alive()) {
                throw new InventoryRunningException(
                        held.get().runId(), held.get().node());
            }
            LOG.warn(
                    "run={} node={} is silent and taken for dead",
                    held.get().runId(),
                    held.get().node());
            Unfinished.note(session, held.get().runId(), clock.instant());
            runs.end(
                    session,
                    held.get().runId(),
                    Phase.FAILED,
                    "its node " + held.get().node() + " was silent for " + RunLease.DEAD_AFTER.toSeconds() + " s");
        }
    }

    private InventoryRun underWay(long runId) throws InventoryLostException {
        return database.<InventoryRun, InventoryLostException>call(session -> {
            lease.beat(session, runId);
            return found(session, runId);
        });
    }

    private InventoryRun found(Session session, long id) throws SQLException {
        return runs.find(session, id)
                .orElseThrow(() -> new IllegalArgumentException("there is no inventory run " + id));
    }

    private static boolean planned(Session session, long runId) throws SQLException {
        return session.first("SELECT planned FROM inventory_run WHERE id = ?", row -> row.flag("planned"), runId)
                .orElse(false);
    }
}
