package dev.profilekeep.replica.estate;

import dev.profilekeep.backup.estate.BackedUpContents;
import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.Heart;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.config.VerificationPolicy;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.replica.Agreement;
import dev.profilekeep.replica.CopyAt;
import dev.profilekeep.replica.CopyStandings;
import dev.profilekeep.replica.FileState;
import dev.profilekeep.replica.MapArchive;
import dev.profilekeep.replica.PairComparison;
import dev.profilekeep.replica.PairComparison.Compared;
import dev.profilekeep.replica.PairComparison.Depth;
import dev.profilekeep.replica.PairComparison.KnownState;
import dev.profilekeep.replica.PairComparison.Order;
import dev.profilekeep.replica.SaidContent;
import dev.profilekeep.replica.SeenCopy;
import dev.profilekeep.replica.estate.VerificationRun.Phase;
import dev.profilekeep.replica.rights.RightsComparison;
import dev.profilekeep.replica.rights.RightsReading;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how the copies at further sites stand. One run at a time, over all processes that share a catalog: it goes {@link #begin}, {@link #plan}, {@link #run} for each part in any order and from any
 * process, then {@link #finish}, or {@link #abort}. A run that failed or was stopped goes on after {@link #resume}: what has its verdict is not looked at again. Nothing is written at locations. Safe for
 * several threads.
 */
public final class VerificationService implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(VerificationService.class);
    private static final int PART = 200;
    private static final int MOST_THREADS = 8;
    /** The loss of a day can be compared with that of the year before. */
    private static final int KEEP_DAYS = 400;
    /** So many copies in a row of a silent location are asked for; of the rest nothing is to be learnt. */
    private static final int SILENT_AFTER = 3;

    private final ProfileKeepConfig config;
    private final VerificationPolicy policy;
    private final Database database;
    private final BackedUpContents backedUp;
    private final BiFunction<String, Initiator, StorageProvider> storages;
    private final BiPredicate<String, String> signedIn;
    private final Consumer<Collection<Long>> judged;
    private final Clock clock;
    private final Turn turn;
    private final RunRows runs;
    private final Pairs pairs;
    private final StandingRows standings;
    private final VerificationVerdicts verdicts;
    private final MapArchive archive;
    private final PairComparison comparison;
    private final DifferingFiles files;
    private final RightsOfCopies rights;
    private final ExecutorService readers;
    private final Heart heart;

    /**
     * @param storages gives a location's storage, guarded; shared and not to be closed
     * @param signedIn whether somebody with this SID and account name has a session, as far as is known
     * @param judged told of the containers whose copies were compared, so that what is found of them follows
     * @param slices how long a disk is held while it is read
     */
    public VerificationService(
            ProfileKeepConfig config,
            Database database,
            BackedUpContents backedUp,
            BiFunction<String, Initiator, StorageProvider> storages,
            BiPredicate<String, String> signedIn,
            Consumer<Collection<Long>> judged,
            SlicedFile.Slices slices,
            Clock clock,
            String node) {
        this.config = config;
        this.policy = config.secondSite().verification();
        this.database = database;
        this.backedUp = backedUp;
        this.storages = storages;
        this.signedIn = signedIn;
        this.judged = judged;
        this.clock = clock;
        this.turn = new Turn("verification", clock, node);
        this.runs = new RunRows(clock);
        this.pairs = new Pairs(config);
        this.standings = new StandingRows(database);
        this.verdicts = new VerificationVerdicts(database);
        this.archive = new MapArchive(config.dataDirectory().resolve("maps-of-copies"));
        int count = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        this.readers = Executors.newFixedThreadPool(count, task -> daemon(task, "verification-reader"));
        this.comparison = new PairComparison(new ContentReader(readers, count), archive, slices, clock);
        KnownPairs known = new KnownPairs(config, database, pairs, storages);
        this.files = new DifferingFiles(known, comparison);
        this.rights = new RightsOfCopies(known, database, judged, clock);
        this.heart = new Heart("verification", Turn.BEAT, () -> database.<RuntimeException>run(turn::sign));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins a run.
     *
     * @param byPerson a person asks, who need not keep quiet hours and whose run has no end of the night
     * @throws VerificationRunningException if one is under way, here or elsewhere. One whose node has been silent for two minutes is taken for dead and ended
     */
    public VerificationRun begin(String startedBy, boolean byPerson, VerificationWish wish)
            throws VerificationRunningException {
        return database.<VerificationRun, VerificationRunningException>call(session -> {
            take(session);
            long id = runs.insert(
                    session,
                    startedBy,
                    byPerson,
                    wish,
                    byPerson ? null : policy.night().end(clock.instant()));
            turn.take(session, id);
            return found(session, id);
        });
    }

    /**
     * Goes on with a run that failed, was stopped, or lost its node.
     *
     * @throws IllegalStateException if there is nothing to go on with
     */
    public VerificationRun resume(long runId, String startedBy, boolean byPerson) throws VerificationRunningException {
        return database.<VerificationRun, VerificationRunningException>call(session -> {
            take(session);
            VerificationRun run = found(session, runId);
            if (run.phase() == Phase.DONE) {
                throw new IllegalStateException("verification run " + runId + " is done");
            }
            if (session.number("SELECT COUNT(*) FROM verification_run WHERE id > ?", runId) > 0) {
                throw new IllegalStateException("a newer verification has begun since run " + runId);
            }
            runs.goOn(
                    session,
                    runId,
                    startedBy,
                    byPerson,
                    byPerson ? null : policy.night().end(clock.instant()));
            turn.take(session, runId);
            return found(session, runId);
        });
    }

    private void take(Session session) throws SQLException, VerificationRunningException {
        Optional<Turn.Held> held = turn.lock(session);
        if (held.isPresent()) {
            if (held.get().alive()) {
                throw new VerificationRunningException(
                        held.get().runId(), held.get().node());
            }
            runs.end(
                    session,
                    held.get().runId(),
                    Phase.FAILED,
                    "its node " + held.get().node() + " was silent");
        }
    }

    /**
     * Finds out which copies are to be compared, and cuts them into parts; those that were compared longest ago are in the first. Called again, gives the same.
     *
     * @throws TurnLostException if the run is not under way any more
     */
    public List<VerificationPart> plan(long runId) throws TurnLostException {
        return database.<List<VerificationPart>, TurnLostException>call(session -> {
            turn.beat(session, runId);
            if (!runs.isPlanned(session, runId)) {
                write(session, runId, pairs.find(session, runs.wish(session, runId), clock.instant()));
                runs.planned(session, runId);
            }
            return session.list(
                    "SELECT part, location_id, COUNT(*) AS copies FROM verification_item WHERE run_id = ?"
                            + " GROUP BY part, location_id ORDER BY part",
                    row -> new VerificationPart(
                            runId, row.integer("part"), row.text("location_id"), row.integer("copies")),
                    runId);
        });
    }

    private static void write(Session session, long runId, List<Pairs.Found> all) throws SQLException {
        Map<List<String>, int[]> filling = new HashMap<>();
        int next = 0;
        List<@Nullable Object[]> items = new ArrayList<>();
        for (Pairs.Found one : all) {
            List<String> route = List.of(one.setId(), one.locationId());
            int[] open = filling.get(route);
            if (open == null || open[1] == PART) {
                open = new int[] {next++, 0};
                filling.put(route, open);
            }
            items.add(new @Nullable Object[] {
                runId, one.containerId(), one.locationId(), open[0], open[1]++, one.activeId(), one.whole()
            });
        }
        session.batch(
                "INSERT INTO verification_item (run_id, container_id, location_id, part, place, active_id, whole, word,"
                        + " bytes_read) VALUES (?, ?, ?, ?, ?, ?, ?, '', 0)",
                items);
    }

    /**
     * Compares the copies of a part that have no verdict in this run yet. Begins no further one when a stop is asked for, the night is over, or quiet hours of one of both locations begin.
     *
     * @throws TurnLostException if the run is not under way any more
     * @throws IOException a sentence, if the location is not configured any more; one that does not answer is told in verdicts
     */
    public void run(VerificationPart part, RunControl control) throws IOException {
        if (config.location(part.locationId()).isEmpty()) {
            throw new IOException("the location '" + part.locationId() + "' is not configured any more");
        }
        VerificationRun run = database.<VerificationRun, TurnLostException>call(session -> {
            turn.beat(session, part.runId());
            return found(session, part.runId());
        });
        List<Pair> open =
                database.<List<Pair>, RuntimeException>call(session -> Pairs.openOf(session, part, clock.instant()));
        Map<String, Integer> silent = new HashMap<>();
        for (Pair pair : open) {
            if (control.stopAsked() || isOver(run, pair)) {
                return;
            }
            try {
                one(run, pair, silent, control);
            } catch (CancellationException e) {
                if (!control.stopAsked()) {
                    throw e;
                }
                return;
            }
        }
    }

    private void one(VerificationRun run, Pair pair, Map<String, Integer> silent, RunControl control)
            throws IOException {
        Order order = database.<Order, TurnLostException>call(session -> {
            runs.doing(session, run.id(), pair.name());
            turn.beat(session, run.id());
            return order(session, run, pair, silent);
        });
        Compared compared = comparison.compare(
                order, pair.whole() ? Depth.WHOLE : Depth.CHANGED, (done, total) -> !control.stopAsked());
        count(silent, compared.active());
        count(silent, compared.further());
        RightsComparison rightsNow = rights(order, compared);
        Instant now = clock.instant();
        LocalDate day = LocalDate.ofInstant(now, policy.zone());
        String site =
                config.location(pair.locationId()).map(LocationConfig::siteId).orElse("");
        database.<TurnLostException>run(session -> {
            boolean there = session.number("SELECT COUNT(*) FROM container WHERE id = ?", pair.containerId()) > 0;
            if (there) { // or an inventory forgot it meanwhile
                StandingRows.record(session, pair, compared, site, day, now);
                if (rightsNow != null) {
                    RightsRows.record(session, pair.containerId(), rightsNow, now);
                } else if (!(compared.further() instanceof SeenCopy.Silent)) {
                    RightsRows.forget(session, pair.containerId(), pair.locationId());
                }
            }
            session.update(
                    "UPDATE verification_item SET word = ?, bytes_read = ? WHERE run_id = ? AND container_id = ? AND"
                            + " location_id = ?",
                    compared.verdict().word(),
                    compared.bytesRead(),
                    run.id(),
                    pair.containerId(),
                    pair.locationId());
            turn.beat(session, run.id());
        });
    }

    /** Null if there are no two copies that answer. */
    private static @Nullable RightsComparison rights(Order order, Compared compared) {
        CopyAt active = order.active();
        CopyAt further = order.further();
        return active == null || further == null || !isThere(compared.active()) || !isThere(compared.further())
                ? null
                : RightsComparison.of(RightsReading.of(active), RightsReading.of(further));
    }

    /** A disk in use or damaged has an owner all the same. */
    private static boolean isThere(SeenCopy seen) {
        return !(seen instanceof SeenCopy.Silent || seen instanceof SeenCopy.Absent);
    }

    private static void count(Map<String, Integer> silent, SeenCopy seen) {
        if (seen instanceof SeenCopy.Silent) {
            silent.merge(seen.locationId(), 1, Integer::sum);
        } else if (seen instanceof SeenCopy.There) {
            silent.remove(seen.locationId());
        }
    }

    private Order order(Session session, VerificationRun run, Pair pair, Map<String, Integer> silent)
            throws SQLException {
        SetConfig set = config.set(pair.setId())
                .orElseThrow(
                        () -> new IllegalStateException("the set '" + pair.setId() + "' is not configured any more"));
        Agreement last = StandingRows.agreement(session, pair);
        Map<Sha256, Instant> roots = StandingRows.roots(session, pair.containerId(), pair.activeId());
        CopyAt active = pair.activeSeveral().isEmpty() ? at(run, pair.activeId(), pair.activePath(), silent) : null;
        CopyAt further = pair.several().isEmpty() ? at(run, pair.locationId(), pair.path(), silent) : null;
        boolean used = pair.locked() || signedIn.test(pair.sid(), pair.account());
        return new Order(
                set.replication(),
                active,
                further,
                active == null ? absent(pair.activeId(), pair.activeSeveral(), pair.activeListed(), silent) : null,
                further == null ? absent(pair.locationId(), pair.several(), pair.listed(), silent) : null,
                last,
                roots,
                active == null ? null : known(pair),
                used);
    }

    private @Nullable CopyAt at(VerificationRun run, String location, String path, Map<String, Integer> silent) {
        return path.isEmpty() || silent.getOrDefault(location, 0) >= SILENT_AFTER
                ? null
                : new CopyAt(
                        location,
                        storages.apply(location, run.byPerson() ? Initiator.PERSON : Initiator.JOB),
                        StoragePath.of(path));
    }

    private SeenCopy absent(String location, List<String> several, boolean listed, Map<String, Integer> silent) {
        if (!several.isEmpty()) {
            return new SeenCopy.Several(location, clock.instant(), several);
        }
        return silent.getOrDefault(location, 0) >= SILENT_AFTER
                ? new SeenCopy.Silent(location, clock.instant(), "it did not answer for others, one after another")
                : new SeenCopy.Absent(location, clock.instant(), listed);
    }

    private @Nullable KnownState known(Pair pair) {
        return backedUp.of(pair.containerId(), pair.activeId(), StoragePath.of(pair.activePath()))
                .map(found -> new KnownState(
                        new FileState(
                                found.size(), found.lastWriteTime(), found.changeTime(), found.fileId(), found.stamp()),
                        new SaidContent(ContentMap.Rules.STANDARD, found.root(), false)))
                .orElse(null);
    }

    private boolean isOver(VerificationRun run, Pair pair) {
        Instant now = clock.instant();
        Instant until = run.until();
        if (until != null && !now.isBefore(until)) {
            return true;
        }
        return !run.byPerson() && (isQuiet(pair.activeId(), now) || isQuiet(pair.locationId(), now));
    }

    private boolean isQuiet(String id, Instant now) {
        LocationConfig location = config.location(id).orElse(null);
        if (location == null) {
            return true; // nothing is asked for at what is not configured any more
        }
        ZoneId zone = config.site(location.siteId()).map(SiteConfig::zone).orElse(ZoneId.of("UTC"));
        return location.quietHours().stream().anyMatch(hours -> hours.contain(now, zone));
    }

    /**
     * Ends a run, and removes maps that nobody needs any more. What was not begun is first the next time.
     *
     * @throws TurnLostException if the run is not under way any more
     */
    public VerificationRun finish(long runId) throws TurnLostException {
        Set<Sha256> needed = database.<Set<Sha256>, TurnLostException>call(session -> {
            turn.beat(session, runId);
            StandingRows.forgetLosses(
                    session, LocalDate.ofInstant(clock.instant(), policy.zone()).minusDays(KEEP_DAYS));
            return StandingRows.needed(session);
        });
        judged.accept(database.<List<Long>, TurnLostException>call(session -> session.list(
                "SELECT DISTINCT container_id FROM verification_item WHERE run_id = ? AND word <> ''",
                row -> row.number("container_id"),
                runId)));
        try {
            archive.sweep(needed, clock.instant());
        } catch (IOException e) {
            LOG.warn("run={} maps that nobody needs stay: {}", runId, e.getMessage());
        }
        return database.<VerificationRun, TurnLostException>call(session -> {
            runs.end(session, runId, Phase.DONE, "");
            turn.beat(session, runId);
            turn.release(session, runId);
            return found(session, runId);
        });
    }

    /**
     * Ends a run early. What was found is kept, and it can be resumed until another one begins.
     *
     * @param phase {@link Phase#FAILED} or {@link Phase#STOPPED}
     */
    public void abort(long runId, Phase phase, String reason) {
        if (phase != Phase.FAILED && phase != Phase.STOPPED) {
            throw new IllegalArgumentException("a run is aborted as FAILED or STOPPED, not " + phase);
        }
        database.<RuntimeException>run(session -> {
            if (turn.lock(session).filter(held -> held.runId() == runId).isPresent()) {
                runs.end(session, runId, phase, reason);
                turn.release(session, runId);
            }
        });
    }

    /** A whole run in this process, one part after another, for callers without a job system. */
    public VerificationRun runAll(String startedBy, boolean byPerson, VerificationWish wish, RunControl control)
            throws VerificationRunningException {
        VerificationRun run = begin(startedBy, byPerson, wish);
        try {
            for (VerificationPart part : plan(run.id())) {
                run(part, control);
            }
            if (!control.stopAsked()) {
                return finish(run.id());
            }
            abort(run.id(), Phase.STOPPED, "a stop was asked for");
        } catch (IOException | RuntimeException e) {
            abort(run.id(), Phase.FAILED, String.valueOf(e.getMessage()));
        }
        return find(run.id()).orElseThrow();
    }

    /** A run as it stands. One whose node is dead is shown as failed. */
    public Optional<VerificationRun> find(long id) {
        return database.<Optional<VerificationRun>, RuntimeException>call(session -> {
            Optional<Turn.Held> held = turn.look(session);
            return runs.find(session, id).map(run -> RunRows.asItStands(run, held));
        });
    }

    /** The newest runs, newest first. */
    public List<VerificationRun> recent(int limit) {
        return database.<List<VerificationRun>, RuntimeException>call(session -> {
            Optional<Turn.Held> held = turn.look(session);
            return runs.recent(session, limit).stream()
                    .map(run -> RunRows.asItStands(run, held))
                    .toList();
        });
    }

    /** Whether a run of the schedule that begins at this moment could begin any copy before its end. */
    public boolean hasTime(Instant start) {
        return policy.night().hasTime(start);
    }

    /** Whether a set has copies at a further site that could be compared. */
    public boolean hasFurtherCopies() {
        return pairs.areThereAny();
    }

    /** What runs found, copy by copy. */
    public VerificationVerdicts verdicts() {
        return verdicts;
    }

    /** How copies stand. */
    public CopyStandings standings() {
        return standings;
    }

    /**
     * In which files the copies of one container differ, now. Reads both, but for what is known to be agreed; needs no run, and keeps nothing: names of files are people's own.
     *
     * @param progress told of bytes that count, of each copy anew
     * @throws IOException a sentence, if there is nothing to compare, or a copy is in use or cannot be read
     * @throws CancellationException if {@code progress} says so
     */
    public List<CopyDifference> differences(long containerId, Progress progress) throws IOException {
        return files.of(containerId, progress);
    }

    /** Whom copies belong to and who may open them. */
    public RightsOfCopies rights() {
        return rights;
    }

    /** The measured loss by site and day, newest day first. */
    public List<LossOfDay> losses(LocalDate from) {
        return standings.losses(from);
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
        readers.shutdownNow();
    }

    private VerificationRun found(Session session, long id) throws SQLException {
        return runs.find(session, id)
                .orElseThrow(() -> new IllegalArgumentException("there is no verification run " + id));
    }
}
