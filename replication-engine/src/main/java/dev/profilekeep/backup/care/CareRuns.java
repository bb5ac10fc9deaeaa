package dev.profilekeep.backup.care;

import dev.profilekeep.backup.care.CareRun.Phase;
import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RepositoryConfig;
import java.sql.SQLException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs as the catalog has them, and whose turn it is: of each kind one at a time, over all processes that share a catalog. The contracts are at {@link CareService}. Safe for several threads.
 */
final class CareRuns implements Copying.Tally {
    /** No sentence that is kept of a run is longer. */
    static final int LONGEST = 2000;

    private final ProfileKeepConfig config;
    private final Database database;
    private final Clock clock;
    private final Map<CareKind, Turn> turns = new EnumMap<>(CareKind.class);

    CareRuns(ProfileKeepConfig config, Database database, Clock clock, String node) {
        this.config = config;
        this.database = database;
        this.clock = clock;
        for (CareKind kind : CareKind.values()) {
            turns.put(kind, new Turn(kind.name(), clock, node));
        }
    }

    private Turn turn(CareKind kind) {
        Turn turn = turns.get(kind);
        if (turn == null) {
            throw new IllegalArgumentException("nobody does " + kind);
        }
        return turn;
    }

    CareRun begin(CareKind kind, String startedBy) throws CareRunningException {
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
    List<RepositoryConfig> repositories(CareKind kind) {
        return kind == CareKind.COPY
                ? config.repositories().stream()
                        .filter(one -> config.backups().copyTo().contains(one.id()))
                        .toList()
                : config.repositories();
    }

    CareRun resume(long runId, String startedBy) throws CareRunningException {
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

    /** @throws TurnLostException if the run is not under way any more */
    void doing(CareRun run, String repository) throws TurnLostException {
        database.<TurnLostException>run(session -> {
            session.update("UPDATE care_run SET doing = ? WHERE id = ?", cut(repository, 500), run.id());
            beat(session, run);
        });
    }

    /** Whatever is recorded for a run is recorded with this as its last: it locks the row that others look at. */
    void beat(Session session, CareRun run) throws SQLException, TurnLostException {
        turn(run.kind()).beat(session, run.id());
    }

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

    CareRun finish(long runId) throws TurnLostException {
        return database.<CareRun, TurnLostException>call(session -> {
            CareRun run = found(session, runId);
            end(session, runId, Phase.DONE, "");
            turn(run.kind()).beat(session, runId);
            turn(run.kind()).release(session, runId);
            return found(session, runId);
        });
    }

    void abort(long runId, Phase phase, String reason) {
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

    Optional<CareRun> find(long runId) {
        return database.<Optional<CareRun>, RuntimeException>call(session -> find(session, runId));
    }

    /** As {@link #find}, of a run that is there. */
    CareRun found(long runId) {
        return database.<CareRun, RuntimeException>call(session -> found(session, runId));
    }

    void endRunsOfOthersThan(Set<String> livingNodes) {
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

    /** Says that this process lives, whatever runs it does. */
    void sign() {
        database.<RuntimeException>run(session -> {
            for (Turn turn : turns.values()) {
                turn.sign(session);
            }
        });
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
        return alive ? run : run.map(CareRuns::dead);
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

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
