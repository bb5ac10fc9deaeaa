package dev.profilekeep.backup.care;

import dev.profilekeep.audit.AuditSink;
import dev.profilekeep.backup.care.CareRun.Phase;
import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.backup.points.Repositories;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.OwnFolder;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RepositoryConfig;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does for every repository of the configuration what is to be done beside backups. Of each kind one run at a time, over all processes that share a catalog. A run that failed or was stopped goes on with
 * the repositories that are left. Safe for several threads.
 */
public final class CareService implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(CareService.class);
    private static final int MOST_THREADS = 4;
    private static final int LONGEST = 2000;

    private final ProfileKeepConfig config;
    private final Database database;
    private final Repositories repositories;
    private final RestorePoints points;
    private final Consumer<Collection<Long>> judge;
    private final Runnable watch;
    private final Clock clock;
    private final Map<CareKind, Turn> turns = new EnumMap<>(CareKind.class);
    private final Map<CareKind, Care> cares = new EnumMap<>(CareKind.class);
    private final ExecutorService workers;
    private final ScheduledExecutorService heart;

    /**
     * @param trialConnector gives the storage of the folder for restore tests; must not touch the network yet
     * @param judge is told of containers of which something else is known now
     * @param watch is told when something else may be known of repositories
     * @param audit is told which history goes by the rules, before it is decided
     */
    public CareService(
            ProfileKeepConfig config,
            Database database,
            Repositories repositories,
            RestorePoints points,
            Function<BackupPolicy.TrialPlace, StorageProvider> trialConnector,
            Consumer<Collection<Long>> judge,
            Runnable watch,
            AuditSink audit,
            Clock clock,
            String node) {
        this.config = config;
        this.database = database;
        this.repositories = repositories;
        this.points = points;
        this.judge = judge;
        this.watch = watch;
        this.clock = clock;
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        this.workers = Executors.newFixedThreadPool(threads, task -> daemon(task, "restore-test"));
        for (CareKind kind : CareKind.values()) {
            turns.put(kind, new Turn(kind.name(), clock, node));
        }
        cares.put(CareKind.MAINTENANCE, new Maintenance(config.backups(), audit));
        cares.put(CareKind.CHECK, new StoredCheck(database, config.backups().readAllWithinDays(), clock));
        cares.put(
                CareKind.RESTORE_TEST,
                new RestoreTest(database, () -> trialFolder(config, trialConnector), workers, threads, clock));
        cares.put(CareKind.COPY, new Copying(config, repositories, points, workers, threads, new CopyTally()));
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "care-beat"));
        long every = Turn.BEAT.toMillis();
        heart.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
    }

    private static TrialFolder trialFolder(
            ProfileKeepConfig config, Function<BackupPolicy.TrialPlace, StorageProvider> connector) throws IOException {
        BackupPolicy.TrialPlace place = config.backups().restoreTestTo();
        if (place != null) {
            return new TrialFolder(connector.apply(place), "the folder for restore tests (restoreTestTo)");
        }
        Path folder = config.dataDirectory().resolve("restore-test");
        OwnFolder.make(folder);
        return new TrialFolder(new LocalStorage(folder), "the data directory");
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private Turn turn(CareKind kind) {
        Turn turn = turns.get(kind);
        if (turn == null) {
            throw new IllegalArgumentException("nobody does " + kind);
        }
        return turn;
    }

    /**
     * Begins a run.
     *
     * @throws CareRunningException if one of that kind is under way. One whose node has been silent for two minutes is taken for dead and ended
     * @throws IllegalStateException if the configuration names no repository, or none for copies, in a sentence
     */
    public CareRun begin(CareKind kind, String startedBy) throws CareRunningException {
        requireRepository(kind);
        return database.<CareRun, CareRunningException>call(session -> {
            takeTurn(session, kind);
            long id = session.insert(
                    "INSERT INTO care_run (kind, started_by, started_at, phase, doing, reason) VALUES (?, ?, ?, ?, '',"
                            + " '')",
                    kind,
                    cut(startedBy, 500),
                    clock.instant(),
                    Phase.RUNNING);
            turn(kind).take(session, id);
            return found(session, id);
        });
    }

    private void requireRepository(CareKind kind) {
        if (config.repositories().isEmpty()) {
            throw new IllegalStateException(
                    "there is no repository to care for: make one (backup init), and name it under repositories in "
                            + config.file());
        }
        if (repositories(kind).isEmpty()) {
            throw new IllegalStateException(
                    "no repository is to have copies: make one at another site (backup init), and name it in"
                            + " policies.backups.copyTo of " + config.file());
        }
    }

    /** Those that this kind is done for. */
    private List<RepositoryConfig> repositories(CareKind kind) {
        return kind == CareKind.COPY
                ? config.repositories().stream()
                        .filter(one -> config.backups().copyTo().contains(one.id()))
                        .toList()
                : config.repositories();
    }

    /**
     * Goes on with a run that failed, was stopped, or lost its node.
     *
     * @throws CareRunningException if one of that kind is under way
     * @throws IllegalStateException if there is nothing to go on with
     */
    public CareRun resume(long runId, String startedBy) throws CareRunningException {
        return database.<CareRun, CareRunningException>call(session -> {
            CareRun run = find(session, runId).orElseThrow(() -> new IllegalStateException("there is no run " + runId));
            requireRepository(run.kind());
            takeTurn(session, run.kind());
            if (run.phase() == Phase.DONE) {
                throw new IllegalStateException("run " + runId + " is done");
            }
            session.update(
                    "UPDATE care_run SET phase = ?, ended_at = NULL, reason = '', started_by = ?, pieces = pieces_done"
                            + " WHERE id = ?",
                    Phase.RUNNING,
                    cut(startedBy, 500),
                    runId);
            turn(run.kind()).take(session, runId);
            return found(session, runId);
        });
    }

    /**
     * Does it for each repository that is left. One that cannot be used keeps no other from its turn.
     *
     * @throws TurnLostException if the run is not under way any more
     * @throws IOException sentences about those that could not be done, after the others were
     */
    public void run(long runId, RunControl control) throws IOException {
        CareRun run = database.<CareRun, IOException>call(session -> found(session, runId));
        Set<String> done = new HashSet<>(database.<List<String>, RuntimeException>call(session -> session.list(
                "SELECT repository_id FROM care_result WHERE run_id = ?", row -> row.text("repository_id"), runId)));
        List<String> failed = new ArrayList<>();
        for (RepositoryConfig repository : repositories(run.kind())) {
            if (control.stopAsked()) {
                return;
            }
            if (!done.contains(repository.id())) {
                try {
                    care(run, repository, control);
                } catch (TurnLostException e) {
                    throw e;
                } catch (CancellationException e) {
                    return;
                } catch (IOException e) {
                    failed.add("repository '" + repository.id() + "': " + e.getMessage());
                    if (run.kind() != CareKind.COPY || !answers(repository.id())) {
                        points.unreadable(repository.id(), String.valueOf(e.getMessage()));
                    }
                }
            }
        }
        watch.run();
        if (!failed.isEmpty()) {
            throw new IOException(String.join("; ", failed));
        }
    }

    /** Two repositories take part in a copy, and either may have failed it. */
    private boolean answers(String repositoryId) {
        try {
            repositories.open(repositoryId).snapshots().list();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void care(CareRun run, RepositoryConfig config, RunControl control) throws IOException {
        Care care = cares.get(run.kind());
        if (care == null) {
            throw new IllegalStateException("nobody does " + run.kind());
        }
        database.<TurnLostException>run(session -> {
            session.update("UPDATE care_run SET doing = ? WHERE id = ?", cut(config.name(), 500), run.id());
            turn(run.kind()).beat(session, run.id());
        });
        Repository repository = repositories.open(config.id());
        if (run.kind() != CareKind.CHECK) {
            points.refresh(config.id(), repository);
        }
        Set<Long> concerned = new HashSet<>(losers());
        Care.Done done = care.run(run.id(), config.id(), repository, (at, total) -> !control.stopAsked());
        if (run.kind() != CareKind.RESTORE_TEST) {
            points.refresh(config.id(), repository);
        } else {
            points.measures().take(config.id(), repository);
        }
        points.readable(config.id());
        database.<TurnLostException>run(session -> {
            session.update(
                    "INSERT INTO care_result (run_id, repository_id, kind, ended_at, clean, words, amount, bytes,"
                            + " part, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    run.id(),
                    config.id(),
                    run.kind(),
                    clock.instant(),
                    done.clean(),
                    cut(done.words(), LONGEST),
                    done.amount(),
                    done.bytes(),
                    done.part(),
                    done.parts());
            turn(run.kind()).beat(session, run.id()); // last, as it locks the row that others look at
        });
        concerned.addAll(losers());
        judge.accept(concerned);
    }

    /** How many backups a run is to copy, and did. */
    private final class CopyTally implements Copying.Tally {
        @Override
        public void planned(long runId, long backups) throws TurnLostException {
            add(runId, "UPDATE care_run SET pieces = pieces + ? WHERE id = ?", backups);
        }

        @Override
        public void copied(long runId, long backups) throws TurnLostException {
            add(runId, "UPDATE care_run SET pieces_done = pieces_done + ? WHERE id = ?", backups);
        }

        private void add(long runId, String update, long backups) throws TurnLostException {
            database.<TurnLostException>run(session -> {
                session.update(update, backups, runId);
                turn(CareKind.COPY).beat(session, runId);
            });
        }
    }

    /** Containers of which a check found backups damaged. */
    private List<Long> losers() {
        return database.<List<Long>, RuntimeException>call(session -> session.list(
                "SELECT DISTINCT c.id FROM container c JOIN repository_loss l ON l.container_key = c.identity_key",
                row -> row.number("id")));
    }

    /** Ends a run whose repositories are done. */
    public CareRun finish(long runId) throws TurnLostException {
        return database.<CareRun, TurnLostException>call(session -> {
            CareRun run = found(session, runId);
            end(session, runId, Phase.DONE, "");
            turn(run.kind()).beat(session, runId);
            turn(run.kind()).release(session, runId);
            return found(session, runId);
        });
    }

    /** Ends a run early. What was done for repositories is kept. */
    public void abort(long runId, Phase phase, String reason) {
        if (phase != Phase.FAILED && phase != Phase.STOPPED) {
            throw new IllegalArgumentException("a run is aborted as FAILED or STOPPED, not " + phase);
        }
        database.<RuntimeException>run(session -> {
            CareRun run = found(session, runId);
            boolean holds = turn(run.kind())
                    .lock(session)
                    .filter(held -> held.runId() == runId)
                    .isPresent();
            if (holds) {
                end(session, runId, phase, reason);
                turn(run.kind()).release(session, runId);
            }
        });
    }

    /** A run as it stands. One whose node is dead is shown as failed. */
    public Optional<CareRun> find(long runId) {
        return database.<Optional<CareRun>, RuntimeException>call(session -> find(session, runId));
    }

    /** What came of a run for each repository, in the order in which they were done. */
    public List<CareResult> results(long runId) {
        return database.<List<CareResult>, RuntimeException>call(session -> session.list(
                "SELECT * FROM care_result WHERE run_id = ? ORDER BY ended_at, repository_id",
                CareService::result,
                runId));
    }

    /** What came of it for a repository the last time; empty if it was never done. */
    public Optional<CareResult> last(String repositoryId, CareKind kind) {
        return database.<Optional<CareResult>, RuntimeException>call(session -> session.first(
                "SELECT * FROM care_result WHERE repository_id = ? AND kind = ? ORDER BY ended_at DESC, run_id DESC"
                        + " LIMIT 1",
                CareService::result,
                repositoryId,
                kind));
    }

    /**
     * How many parts of its data were read since then.
     *
     * @param parts of how many; checks that cut it into another number do not count
     */
    public int partsRead(String repositoryId, int parts, Instant since) {
        return Math.toIntExact(database.<Long, RuntimeException>call(session -> session.number(
                "SELECT COUNT(DISTINCT part) FROM care_result WHERE repository_id = ? AND kind = 'CHECK'"
                        + " AND parts = ? AND ended_at >= ?",
                repositoryId,
                parts,
                since)));
    }

    /**
     * Something that the last check of a repository found wrong.
     *
     * @param what a sentence; names files of the repository
     * @param next what to do, a sentence
     * @param containers whose backups it concerns
     */
    public record FoundWrong(Problem.Severity severity, String what, String next, Instant found, long containers) {}

    /** What the last check of a repository found wrong, the worst first; at most so many. */
    public List<FoundWrong> problems(String repositoryId, int limit) {
        return database.<List<FoundWrong>, RuntimeException>call(session -> session.list(
                "SELECT p.severity, p.what, p.next_step, p.found_at, (SELECT COUNT(DISTINCT l.container_key) FROM"
                        + " repository_loss l WHERE l.repository_id = p.repository_id AND l.number = p.number)"
                        + " AS concerned FROM repository_problem p WHERE p.repository_id = ? ORDER BY p.number LIMIT "
                        + Math.max(0, limit),
                row -> new FoundWrong(
                        row.choice("severity", Problem.Severity.class),
                        row.text("what"),
                        row.text("next_step"),
                        row.when("found_at"),
                        row.number("concerned")),
                repositoryId));
    }

    /** What was seen at the last restore tests of a repository, the newest first. */
    public List<RestoreEvidence> evidence(String repositoryId, int limit) {
        return database.<List<RestoreEvidence>, RuntimeException>call(session -> session.list(
                "SELECT * FROM restore_test WHERE repository_id = ? ORDER BY id DESC LIMIT " + Math.max(0, limit),
                CareService::seen,
                repositoryId));
    }

    /** What was seen at the last restore tests, the newest first. */
    public List<RestoreEvidence> evidence(int limit) {
        return database.<List<RestoreEvidence>, RuntimeException>call(session -> session.list(
                "SELECT * FROM restore_test ORDER BY id DESC LIMIT " + Math.max(0, limit), CareService::seen));
    }

    private static RestoreEvidence seen(Row row) throws SQLException {
        return new RestoreEvidence(
                row.text("repository_id"),
                row.text("container_key"),
                row.text("base_name"),
                row.text("size_class"),
                UUID.fromString(row.text("snapshot_id")),
                row.when("made"),
                row.when("tested_at"),
                row.flag("passed"),
                row.text("words"),
                row.text("digest"),
                row.text("digest_restored"),
                row.number("file_bytes"),
                Duration.ofMillis(row.number("restore_millis")),
                Duration.ofMillis(row.number("check_millis")));
    }

    /** For the one process that may open the catalog: ends runs whose node is none of the living. */
    public void endRunsOfOthersThan(Set<String> livingNodes) {
        database.<RuntimeException>run(session -> {
            for (Turn turn : turns.values()) {
                Optional<Turn.Held> dead = turn.heldByOtherThan(session, livingNodes);
                if (dead.isPresent()) {
                    end(
                            session,
                            dead.get().runId(),
                            Phase.FAILED,
                            "its process (" + dead.get().node() + ") ended");
                    turn.release(session, dead.get().runId());
                }
            }
        });
    }

    @Override
    public void close() {
        heart.shutdownNow();
        workers.shutdownNow();
    }

    private void takeTurn(Session session, CareKind kind) throws SQLException, CareRunningException {
        Optional<Turn.Held> held = turn(kind).lock(session);
        if (held.isPresent()) {
            if (held.get().alive()) {
                throw new CareRunningException(held.get().runId(), held.get().node());
            }
            end(
                    session,
                    held.get().runId(),
                    Phase.FAILED,
                    "its node " + held.get().node() + " was silent for " + Turn.DEAD_AFTER.toSeconds() + " s");
        }
    }

    private void end(Session session, long runId, Phase phase, String reason) throws SQLException {
        session.update(
                "UPDATE care_run SET phase = ?, ended_at = ?, doing = '', reason = ? WHERE id = ?",
                phase,
                clock.instant(),
                cut(reason, LONGEST),
                runId);
    }

    private Optional<CareRun> find(Session session, long runId) throws SQLException {
        Optional<CareRun> run = session.first(
                "SELECT r.*, COUNT(x.run_id) AS done, COALESCE(SUM(x.amount), 0) AS amount,"
                        + " COALESCE(SUM(x.bytes), 0) AS bytes,"
                        + " COALESCE(SUM(CASE WHEN x.clean THEN 0 ELSE 1 END), 0) AS unclean FROM care_run r"
                        + " LEFT JOIN care_result x ON x.run_id = r.id WHERE r.id = ? GROUP BY r.id",
                this::run,
                runId);
        if (run.isEmpty() || run.get().phase() != Phase.RUNNING) {
            return run;
        }
        boolean alive = turn(run.get().kind())
                .look(session)
                .filter(held -> held.runId() == runId && held.alive())
                .isPresent();
        return alive ? run : run.map(CareService::dead);
    }

    private static CareRun dead(CareRun run) {
        return new CareRun(
                run.id(),
                run.kind(),
                run.startedBy(),
                run.startedAt(),
                run.endedAt(),
                Phase.FAILED,
                "",
                run.total(),
                run.done(),
                run.amount(),
                run.bytes(),
                run.clean(),
                "its node is silent");
    }

    private CareRun found(Session session, long runId) throws SQLException {
        return find(session, runId).orElseThrow(() -> new IllegalArgumentException("there is no run " + runId));
    }

    private CareRun run(Row row) throws SQLException {
        long unread = row.number("unclean");
        CareKind kind = row.choice("kind", CareKind.class);
        boolean copies = kind == CareKind.COPY;
        return new CareRun(
                row.number("id"),
                kind,
                row.text("started_by"),
                row.when("started_at"),
                row.time("ended_at"),
                row.choice("phase", Phase.class),
                row.text("doing"),
                copies ? row.number("pieces") : config.repositories().size(),
                copies ? row.number("pieces_done") : row.number("done"),
                copies ? row.number("pieces_done") : row.number("amount"),
                row.number("bytes"),
                unread == 0,
                row.text("reason"));
    }

    private static CareResult result(Row row) throws SQLException {
        return new CareResult(
                row.number("run_id"),
                row.text("repository_id"),
                row.when("ended_at"),
                row.flag("clean"),
                row.text("words"),
                row.number("amount"),
                row.number("bytes"),
                row.integer("part"),
                row.integer("parts"));
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private void beat() {
        try {
            database.<RuntimeException>run(session -> {
                for (Turn turn : turns.values()) {
                    turn.sign(session);
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("the beat of the care for repositories failed: {}", e.getMessage());
        }
    }
}
