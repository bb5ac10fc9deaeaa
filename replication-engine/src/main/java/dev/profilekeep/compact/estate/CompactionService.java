package dev.profilekeep.compact.estate;

import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.Containers;
import dev.profilekeep.catalog.Heart;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.lease.CutOffSwaps;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.restore.KeptFiles;
import dev.profilekeep.restore.Restores;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the disks of the estate smaller. One run at a time, over all processes that share a catalog: it goes {@link #begin}, {@link #plan}, {@link #look} for each part, then {@link #run} for each
 * part, in any order and from any process, then {@link #finish}, or {@link #abort}. A run that failed or was stopped goes on after {@link #resume}: what is smaller is not done again. Safe for several
 * threads.
 */
public final class CompactionService implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(CompactionService.class);
    private static final int MOST_THREADS = 4;
    /** So long it is told why a disk was left as it was. */
    private static final Duration TOLD = Duration.ofDays(30);

    private final ProfileKeepConfig config;
    private final Database database;
    private final Turn turn;
    private final RunRows runs;
    private final WorkRows rows;
    private final CompactionTimes times;
    private final Candidates candidates;
    private final CompactionNight night;
    private final DamagedCanaries damaged;
    private final Clock clock;
    private final ExecutorService workers;
    private final Heart heart;

    /**
     * @param storages gives a location's storage, guarded; shared and not to be closed
     * @param known what disks are known to say
     * @param slices how long a disk is held while it is read
     */
    public CompactionService(
            ProfileKeepConfig config,
            Database database,
            Containers containers,
            Restores restores,
            SafeReplace swaps,
            CutOffSwaps cutOff,
            BiFunction<String, Initiator, StorageProvider> storages,
            KnownMaps known,
            AuditTrail audit,
            SlicedFile.Slices slices,
            Clock clock,
            String node) {
        this.config = config;
        this.database = database;
        this.turn = new Turn("compaction", clock, node);
        this.runs = new RunRows(clock);
        this.rows = new WorkRows(clock);
        this.times = new CompactionTimes(config);
        this.candidates = new Candidates(config, database, containers, clock);
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        this.workers = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "compaction-content");
            thread.setDaemon(true);
            return thread;
        });
        this.night = new CompactionNight(
                config,
                database,
                turn,
                runs,
                rows,
                new Canaries(config.compaction(), database, restores.keptFiles(), audit, clock),
                new ContainerCompactor(
                        config,
                        restores.replacements(),
                        storages,
                        known,
                        slices,
                        new ContentReader(workers, threads),
                        clock),
                swaps,
                cutOff,
                times,
                clock);
        this.damaged = new DamagedCanaries(database, audit);
        this.clock = clock;
        this.heart = new Heart("compaction", Turn.BEAT, () -> database.<RuntimeException>run(turn::sign));
    }

    /**
     * Begins a run.
     *
     * @param startedBy a person's name, or "schedule"
     * @param byPerson a person asks, who need not keep quiet hours and whose run has no end of the night
     * @param planOnly nothing is changed
     * @param locationIds only containers whose first copy, that at the active site, lies at one of these; empty for all
     * @throws CompactionRunningException if one is under way, here or elsewhere. One whose node has been silent for two minutes is taken for dead and ended
     * @throws IllegalArgumentException if one of these locations is not configured
     */
    public CompactionRun begin(String startedBy, boolean byPerson, boolean planOnly, List<String> locationIds)
            throws CompactionRunningException {
        for (String location : locationIds) {
            if (config.location(location).isEmpty()) {
                throw new IllegalArgumentException("there is no location '" + location + "'");
            }
        }
        return database.<CompactionRun, CompactionRunningException>call(session -> {
            takeTurn(session);
            Canaries.forgetUnbegun(session);
            ItemRows.forget(session, clock.instant().minus(TOLD));
            long id = runs.insert(
                    session, startedBy, byPerson, planOnly, locationIds, times.end(clock.instant(), byPerson));
            turn.take(session, id);
            return found(session, id);
        });
    }

    /**
     * Goes on with a run that failed, was stopped, or lost its node.
     *
     * @throws CompactionRunningException if one is under way
     * @throws IllegalStateException if there is nothing to go on with: the run is done, or a newer one has begun since
     */
    public CompactionRun resume(long runId, String startedBy, boolean byPerson) throws CompactionRunningException {
        return database.<CompactionRun, CompactionRunningException>call(session -> {
            takeTurn(session);
            CompactionRun run = runs.find(session, runId)
                    .orElseThrow(() -> new IllegalStateException("there is no run " + runId + " of compactions"));
            if (run.phase() == Phase.DONE) {
                throw new IllegalStateException("run " + runId + " of compactions is done");
            }
            if (session.number("SELECT COUNT(*) FROM compaction_run WHERE id > ?", runId) > 0) {
                throw new IllegalStateException("a newer run of compactions has begun since run " + runId);
            }
            Canaries.forgetUnbegun(session);
            runs.goOn(
                    session,
                    runId,
                    runs.isPlanned(session, runId) ? Phase.LOOKING : Phase.PLANNING,
                    startedBy,
                    byPerson,
                    times.end(clock.instant(), byPerson));
            turn.take(session, runId);
            return found(session, runId);
        });
    }

    /** Whether a run of the schedule that begins at this moment could begin any container before its end. */
    public boolean hasTime(Instant start) {
        return times.hasTime(start);
    }

    /**
     * Finds out which containers are worth a look, by what the catalog knows; those that are not have their reason at once. Called again, gives the same.
     *
     * @return one part for each location at which first copies lie
     * @throws TurnLostException if the run is not under way any more
     */
    public List<CompactionPart> plan(long runId) throws TurnLostException {
        List<String> locations = new ArrayList<>();
        boolean planned = database.<Boolean, TurnLostException>call(session -> {
            turn.beat(session, runId);
            locations.addAll(runs.locations(session, runId));
            return runs.isPlanned(session, runId);
        });
        if (!planned) {
            settleOthers(runId);
            List<Candidate> found = candidates.find(locations, runId);
            database.<TurnLostException>run(session -> {
                turn.beat(session, runId);
                rows.write(session, runId, found);
                runs.planned(session, runId);
            });
        }
        return database.<List<CompactionPart>, RuntimeException>call(session -> WorkRows.parts(session, runId));
    }

    /** What runs that nobody resumed left open. */
    private void settleOthers(long runId) {
        List<CompactionPart> open =
                database.<List<CompactionPart>, RuntimeException>call(session -> WorkRows.cutOff(session, runId));
        for (CompactionPart part : open) {
            night.settle(part, true);
        }
    }

    /**
     * Looks at each container of a part, by metadata alone, and records what it would give or what stands against it. Goes on where it was left. Begins no further one when a stop is asked for, the
     * night is over or the location's quiet hours begin.
     *
     * @throws TurnLostException if the run is not under way any more
     * @throws IOException a sentence, if the location's server is gone
     */
    public void look(CompactionPart part, RunControl control) throws IOException {
        CompactionRun run = underWay(part);
        night.look(run, part, location(part), control);
    }

    /**
     * Makes the disks of a part smaller that are worth it and may be; nothing if the run only plans. Goes on where it was left. Begins no further one when a stop is asked for, the night is over,
     * the location's quiet hours begin or too many have failed; one that is still worked at half an hour after the end is given up.
     *
     * @throws TurnLostException if the run is not under way any more
     * @throws IOException a sentence, if the location is not configured any more
     */
    public void run(CompactionPart part, RunControl control) throws IOException {
        CompactionRun run = underWay(part);
        if (run.planOnly()) {
            return;
        }
        database.<IOException>run(session -> {
            turn.beat(session, run.id());
            if (run.phase() != Phase.COMPACTING) {
                runs.phase(session, run.id(), Phase.COMPACTING);
            }
        });
        night.compact(run, part, location(part), control);
    }

    private CompactionRun underWay(CompactionPart part) throws TurnLostException {
        return database.<CompactionRun, TurnLostException>call(session -> {
            turn.beat(session, part.runId());
            return found(session, part.runId());
        });
    }

    private LocationConfig location(CompactionPart part) throws IOException {
        return config.location(part.locationId())
                .orElseThrow(() -> new IOException("location '" + part.locationId() + "' is not configured any more"));
    }

    /**
     * Ends a run. What was not begun waits for the next one, and is first in it.
     *
     * @throws TurnLostException if the run is not under way any more
     */
    public CompactionRun finish(long runId) throws TurnLostException {
        return database.<CompactionRun, TurnLostException>call(session -> {
            turn.beat(session, runId);
            String reason = found(session, runId).stoppedBy();
            rows.giveUpRest(session, runId, WorkRows.window());
            runs.end(session, runId, Phase.DONE, reason);
            turn.release(session, runId);
            return found(session, runId);
        });
    }

    /**
     * Ends a run early. What is smaller stays so. It can be resumed until another one begins.
     *
     * @param phase {@link Phase#FAILED} or {@link Phase#STOPPED}
     */
    public void abort(long runId, Phase phase, String reason) {
        if (phase != Phase.FAILED && phase != Phase.STOPPED) {
            throw new IllegalArgumentException("a run is aborted as FAILED or STOPPED, not " + phase);
        }
        database.<RuntimeException>run(session -> {
            boolean holds =
                    turn.lock(session).filter(held -> held.runId() == runId).isPresent();
            if (holds) {
                runs.end(session, runId, phase, reason);
                turn.release(session, runId);
            }
        });
    }

    /** A whole run in this process, one part after another, for callers without a job system. */
    public CompactionRun runAll(
            String startedBy, boolean byPerson, boolean planOnly, List<String> locationIds, RunControl control)
            throws CompactionRunningException {
        return goThrough(begin(startedBy, byPerson, planOnly, locationIds).id(), control);
    }

    /** The rest of a run that was begun or resumed, as {@link #runAll}. */
    public CompactionRun goThrough(long runId, RunControl control) {
        try {
            List<CompactionPart> parts = plan(runId);
            for (CompactionPart part : parts) {
                look(part, control);
            }
            for (CompactionPart part : parts) {
                run(part, control);
            }
            if (!control.stopAsked()) {
                return finish(runId);
            }
            abort(runId, Phase.STOPPED, "a stop was asked for");
        } catch (IOException | RuntimeException e) {
            LOG.warn("run={} of compactions failed", runId, e);
            abort(runId, Phase.FAILED, String.valueOf(e.getMessage()));
        }
        return find(runId).orElseThrow();
    }

    /** A run as it stands. One whose node is dead is shown as failed. */
    public Optional<CompactionRun> find(long runId) {
        return database.<Optional<CompactionRun>, RuntimeException>call(session -> {
            Optional<Turn.Held> held = turn.look(session);
            return runs.find(session, runId).map(run -> RunRows.asItStands(run, held, clock.instant()));
        });
    }

    /** The run that began last. */
    public Optional<CompactionRun> latest() {
        return runs(1).stream().findFirst();
    }

    /** The newest runs, newest first. */
    public List<CompactionRun> runs(int limit) {
        return database.<List<CompactionRun>, RuntimeException>call(session -> {
            Optional<Turn.Held> held = turn.look(session);
            return runs.recent(session, limit).stream()
                    .map(run -> RunRows.asItStands(run, held, clock.instant()))
                    .toList();
        });
    }

    /** Runs that were to change something and ended since, the oldest first. */
    public List<CompactionRun> ended(Instant since) {
        return database.<List<CompactionRun>, RuntimeException>call(session -> runs.ended(session, since));
    }

    /** The same run, with the numbers of the containers within reach; what it says in words stays as it is. */
    public CompactionRun within(CompactionRun run, Reach reach) {
        return database.<CompactionRun, RuntimeException>call(session -> ItemRows.within(session, run, reach));
    }

    /** Copies of a run that were looked at or ruled out: failures first, then what became smaller, then the rest; of each those with the greatest gain first. */
    public List<CompactionItem> items(long runId, ItemFilter filter, long offset, int limit) {
        return database.<List<CompactionItem>, RuntimeException>call(
                session -> ItemRows.list(session, runId, filter, offset, limit));
    }

    /** How many {@link #items} there are. */
    public long count(long runId, ItemFilter filter) {
        return database.<Long, RuntimeException>call(session -> ItemRows.count(session, runId, filter));
    }

    /** The copies of a container that became smaller, the newest first. Whether it is within reach is for the caller to check. */
    public List<CompactionItem> ofContainer(long containerId, int limit) {
        return database.<List<CompactionItem>, RuntimeException>call(
                session -> ItemRows.ofContainer(session, containerId, limit));
    }

    /**
     * The blocks of a copy as they were before it became smaller in a run; empty if it did not, or if somebody worked with it between the inventory and the run, so that nobody knows. Whether the
     * container is within reach is for the caller to check.
     */
    public Optional<BlocksBefore> blocksBefore(long runId, long containerId, String locationId) {
        return database.<Optional<BlocksBefore>, RuntimeException>call(
                session -> BlockRows.find(session, runId, containerId, locationId));
    }

    /** What was left as it is in a run, by reason; what could give most first. */
    public List<SkippedGroup> skipped(long runId, Reach reach) {
        ItemFilter left = new ItemFilter("", Set.of(Outcome.SKIPPED), "", reach);
        return database.<List<SkippedGroup>, RuntimeException>call(session -> ItemRows.skipped(session, runId, left));
    }

    /** What the runs of the last days gave, by the day on which they began in the policy's zone; days without one are not in it. The oldest first. */
    public List<CompactionDay> trend(int days) {
        ZoneId zone = config.compaction().zone();
        Instant from = clock.instant()
                .atZone(zone)
                .toLocalDate()
                .minusDays(Math.max(0, days - 1L))
                .atStartOfDay(zone)
                .toInstant();
        List<CompactionRun> all =
                database.<List<CompactionRun>, RuntimeException>call(session -> runs.since(session, from));
        Map<LocalDate, CompactionDay> byDay = new TreeMap<>();
        for (CompactionRun run : all) {
            LocalDate day = run.startedAt().atZone(zone).toLocalDate();
            byDay.merge(
                    day,
                    new CompactionDay(day, run.compacted(), run.freedBytes(), run.possibleBytes()),
                    (one, later) -> new CompactionDay(
                            day,
                            one.containers() + later.containers(),
                            one.freedBytes() + later.freedBytes(),
                            later.possibleBytes()));
        }
        return List.copyOf(byDay.values());
    }

    /** What keeps whole sets and versions of FSLogix from becoming smaller. */
    public DamagedCanaries damagedCanaries() {
        return damaged;
    }

    /** Room that old files of compactions take, as recorded; asks no server. */
    public KeptSpace kept() {
        return database.<KeptSpace, RuntimeException>call(session -> ItemRows.kept(session, KeptFiles.LEAST));
    }

    /** Takes note that a kept file is gone for good. */
    public static void removed(Database database, Kept kept) {
        database.<RuntimeException>run(session -> ItemRows.removed(session, kept));
    }

    /** The disks of a container are others now, which prove nothing of smaller ones: if it went first for others, it does not any more. */
    public static void replaced(Database database, long containerId) {
        database.<RuntimeException>run(session -> Canaries.forget(session, containerId));
    }

    /**
     * Somebody put the larger disks back: they are left alone for a while.
     *
     * @param purpose of the act that had made them smaller
     */
    public static void putBack(Database database, long containerId, String purpose, Instant now) {
        database.<RuntimeException>run(session -> ItemRows.putBack(session, containerId, purpose, now));
    }

    /** For the one process that may open the catalog: ends a run whose node is none of the living. */
    public void endRunsOfOthersThan(Set<String> livingNodes) {
        database.<RuntimeException>run(session -> {
            Optional<Turn.Held> dead = turn.heldByOtherThan(session, livingNodes);
            if (dead.isPresent()) {
                runs.end(
                        session,
                        dead.get().runId(),
                        Phase.FAILED,
                        "its process (" + dead.get().node() + ") ended");
                turn.release(session, dead.get().runId());
            }
        });
    }

    @Override
    public void close() {
        heart.close();
        workers.shutdown();
    }

    private void takeTurn(Session session) throws SQLException, CompactionRunningException {
        Optional<Turn.Held> held = turn.lock(session);
        if (held.isPresent()) {
            if (held.get().alive()) {
                throw new CompactionRunningException(
                        held.get().runId(), held.get().node());
            }
            LOG.warn(
                    "run={} node={} is silent and taken for dead",
                    held.get().runId(),
                    held.get().node());
            runs.end(
                    session,
                    held.get().runId(),
                    Phase.FAILED,
                    "its node " + held.get().node() + " was silent for " + Turn.DEAD_AFTER.toSeconds() + " s");
        }
    }

    private CompactionRun found(Session session, long id) throws SQLException {
        return runs.find(session, id)
                .orElseThrow(() -> new IllegalArgumentException("there is no run " + id + " of compactions"));
    }
}
