package dev.profilekeep.readiness;

import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.readiness.ReadinessRun.Phase;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs as the catalog has them: one at a time, over all processes that share it. The contracts are at {@link ReadinessService}. Safe for several threads. */
final class ReadinessRuns {
    private static final String NUMBERS =
            "SELECT r.*, (SELECT COUNT(*) FROM readiness_item i WHERE i.run_id = r.id) AS total,"
                    + " (SELECT COUNT(*) FROM readiness_item i WHERE i.run_id = r.id AND i.done = TRUE) AS done FROM readiness_run r";

    private final Database database;
    private final Clock clock;
    private final Turn turn;

    ReadinessRuns(Database database, Clock clock, String node) {
        this.database = database;
        this.clock = clock;
        this.turn = new Turn("READINESS", clock, node);
    }

    ReadinessRun begin(String startedBy, boolean person) throws ReadinessRunningException {
        return database.<ReadinessRun, ReadinessRunningException>call(session -> {
            takeTurn(session);
            session.update("DELETE FROM readiness_item");
            long id = session.insert(
                    "INSERT INTO readiness_run (started_by, by_person, started_at, phase, planned, reason)"
                            + " VALUES (?, ?, ?, ?, FALSE, '')",
                    LookTable.cut(startedBy, 500),
                    person,
                    clock.instant(),
                    Phase.LOOKING);
            turn.take(session, id);
            return found(session, id);
        });
    }

    ReadinessRun resume(long runId, String startedBy) throws ReadinessRunningException {
        return database.<ReadinessRun, ReadinessRunningException>call(session -> {
            takeTurn(session);
            ReadinessRun run =
                    find(session, runId).orElseThrow(() -> new IllegalStateException("there is no run " + runId));
            long newer = session.number("SELECT COUNT(*) FROM readiness_run WHERE id > ?", runId);
            if (run.phase() == Phase.DONE || newer > 0) {
                throw new IllegalStateException(
                        run.phase() == Phase.DONE
                                ? "run " + runId + " is done"
                                : "a newer run has begun since run " + runId + "; start a new one");
            }
            session.update(
                    "UPDATE readiness_run SET phase = ?, ended_at = NULL, reason = '', started_by = ? WHERE id = ?",
                    Phase.LOOKING,
                    LookTable.cut(startedBy, 500),
                    runId);
            turn.take(session, runId);
            return found(session, runId);
        });
    }

    /** The locations with copies to look into; the same when asked again. */
    List<String> plan(long runId, List<String> locations) throws TurnLostException {
        return database.<List<String>, TurnLostException>call(session -> {
            boolean planned = session.first(
                            "SELECT planned FROM readiness_run WHERE id = ?", row -> row.flag("planned"), runId)
                    .orElse(false);
            if (!planned) {
                for (String location : locations) {
                    session.update(
                            "INSERT INTO readiness_item (run_id, copy_id, location_id, done)"
                                    + " SELECT CAST(? AS BIGINT), p.id, p.location_id, FALSE FROM container_copy p"
                                    + " JOIN container c ON c.id = p.container_id WHERE p.location_id = ?"
                                    + " AND c.kind = 'PROFILE' AND p.presence <> 'GONE' AND c.gone_since IS NULL",
                            runId,
                            location);
                }
                session.update("UPDATE readiness_run SET planned = TRUE WHERE id = ?", runId);
            }
            List<String> parts = session.list(
                    "SELECT DISTINCT location_id FROM readiness_item WHERE run_id = ? ORDER BY location_id",
                    row -> row.text("location_id"),
                    runId);
            turn.beat(session, runId);
            return parts;
        });
    }

    /** Copies of a location that are left. */
    List<Long> left(long runId, String locationId) {
        return database.<List<Long>, RuntimeException>call(session -> session.list(
                "SELECT copy_id FROM readiness_item WHERE run_id = ? AND location_id = ? AND done = FALSE"
                        + " ORDER BY copy_id",
                row -> row.number("copy_id"),
                runId,
                locationId));
    }

    void done(Session session, long runId, Set<Long> copies) throws SQLException, TurnLostException {
        session.batch(
                "UPDATE readiness_item SET done = TRUE WHERE run_id = ? AND copy_id = ?",
                copies.stream().map(copy -> new Object[] {runId, copy}).toList());
        turn.beat(session, runId); // last, as it locks the row that others look at
    }

    void beat(long runId) throws TurnLostException {
        database.<TurnLostException>run(session -> turn.beat(session, runId));
    }

    ReadinessRun finish(long runId) throws TurnLostException {
        return database.<ReadinessRun, TurnLostException>call(session -> {
            end(session, runId, Phase.DONE, String.join(ReadinessRun.BETWEEN, silent(session, runId)));
            turn.beat(session, runId);
            turn.release(session, runId);
            return found(session, runId);
        });
    }

    /** Locations with copies that were out of reach when the run asked. */
    private static List<String> silent(Session session, long runId) throws SQLException {
        return session.list(
                "SELECT DISTINCT i.location_id FROM readiness_item i JOIN readiness_look l ON l.copy_id = i.copy_id"
                        + " JOIN readiness_run r ON r.id = i.run_id WHERE i.run_id = ? AND i.done = TRUE"
                        + " AND l.state = 'OUT_OF_REACH' AND l.looked_at >= r.started_at ORDER BY i.location_id",
                row -> row.text("location_id"),
                runId);
    }

    void abort(long runId, Phase phase, String reason) {
        if (phase != Phase.FAILED && phase != Phase.STOPPED) {
            throw new IllegalArgumentException("a run is aborted as FAILED or STOPPED, not " + phase);
        }
        database.<RuntimeException>run(session -> {
            boolean holds =
                    turn.lock(session).filter(held -> held.runId() == runId).isPresent();
            if (holds) {
                end(session, runId, phase, reason);
                turn.release(session, runId);
            }
        });
    }

    Optional<ReadinessRun> find(long runId) {
        return database.<Optional<ReadinessRun>, RuntimeException>call(session -> find(session, runId));
    }

    /** The last one that was begun. */
    Optional<ReadinessRun> latest() {
        return database.<Optional<ReadinessRun>, RuntimeException>call(
                session -> find(session, session.number("SELECT MAX(id) FROM readiness_run")));
    }

    void endRunsOfOthersThan(Set<String> livingNodes) {
        database.<RuntimeException>run(session -> {
            Optional<Turn.Held> dead = turn.heldByOtherThan(session, livingNodes);
            if (dead.isPresent()) {
                end(
                        session,
                        dead.get().runId(),
                        Phase.FAILED,
                        "its process (" + dead.get().node() + ") ended");
                turn.release(session, dead.get().runId());
            }
        });
    }

    void sign() {
        database.<RuntimeException>run(turn::sign);
    }

    private void takeTurn(Session session) throws SQLException, ReadinessRunningException {
        Optional<Turn.Held> held = turn.lock(session);
        if (held.isPresent()) {
            if (held.get().alive()) {
                throw new ReadinessRunningException(
                        held.get().runId(), held.get().node());
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
                "UPDATE readiness_run SET phase = ?, ended_at = ?, reason = ? WHERE id = ?",
                phase,
                clock.instant(),
                LookTable.cut(reason, 2000),
                runId);
    }

    private Optional<ReadinessRun> find(Session session, long runId) throws SQLException {
        Optional<ReadinessRun> run = session.first(NUMBERS + " WHERE r.id = ?", ReadinessRuns::run, runId);
        if (run.isEmpty() || run.get().isEnded()) {
            return run;
        }
        boolean alive = turn.look(session)
                .filter(held -> held.runId() == runId && held.alive())
                .isPresent();
        return alive ? run : run.map(ReadinessRuns::dead);
    }

    private static ReadinessRun dead(ReadinessRun run) {
        return new ReadinessRun(
                run.id(),
                run.startedBy(),
                run.byPerson(),
                run.startedAt(),
                run.endedAt(),
                Phase.FAILED,
                run.total(),
                run.done(),
                "its node is silent");
    }

    private ReadinessRun found(Session session, long runId) throws SQLException {
        return find(session, runId).orElseThrow(() -> new IllegalArgumentException("there is no run " + runId));
    }

    private static ReadinessRun run(Row row) throws SQLException {
        return new ReadinessRun(
                row.number("id"),
                row.text("started_by"),
                row.flag("by_person"),
                row.when("started_at"),
                row.time("ended_at"),
                row.choice("phase", Phase.class),
                row.number("total"),
                row.number("done"),
                row.text("reason"));
    }
}
