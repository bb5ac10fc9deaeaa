package dev.profilekeep.backup.estate;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Whose backup is under way because somebody asked, over all processes: a turn for each container, there as long as it lasts. Safe for several threads. */
final class AskedTurns {
    static final Duration BEAT = Turn.BEAT;
    private static final String NAME = "container ";

    private final Database database;
    private final AuditTrail audit;
    private final Clock clock;
    private final String node;

    AskedTurns(Database database, AuditTrail audit, Clock clock, String node) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.node = node;
    }

    private Turn turn(long containerId) {
        return new Turn(NAME + containerId, clock, node);
    }

    /**
     * Takes the turn and has the beginning in the audit, both or none.
     *
     * @return to let go of it by
     */
    long take(AskedBackup asked, Actor actor) throws BackupUnderWayException {
        long container = asked.containerId();
        Turn turn = turn(container);
        long run = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        makeRow(container);
        database.<BackupUnderWayException>run(session -> {
            Optional<Turn.Held> held = turn.lock(session);
            if (held.filter(Turn.Held::alive).isPresent()) {
                throw new BackupUnderWayException(container);
            }
            turn.take(session, run);
            if (turn.look(session).filter(taken -> taken.runId() == run).isEmpty()) {
                throw new BackupUnderWayException(container); // its last holder has just let go, and the row with it
            }
            audit.append(session, actor, AskedEntry.begun(asked));
        });
        return run;
    }

    /** Another may make the row in the same moment: then it is there all the same. */
    private void makeRow(long containerId) {
        String name = NAME + containerId;
        try {
            database.<RuntimeException>run(session -> session.update(
                    "INSERT INTO backup_lease (name, run_id, node, beat_at) SELECT ?, NULL, '', ?"
                            + " WHERE NOT EXISTS (SELECT 1 FROM backup_lease WHERE name = ?)",
                    name,
                    clock.instant(),
                    name));
        } catch (CatalogException e) {
            boolean there = database.<Boolean, RuntimeException>call(
                    session -> session.number("SELECT COUNT(*) FROM backup_lease WHERE name = ?", name) > 0);
            if (!there) {
                throw e;
            }
        }
    }

    boolean isTaken(long containerId) {
        return database.<Boolean, RuntimeException>call(session ->
                turn(containerId).look(session).filter(Turn.Held::alive).isPresent());
    }

    void sign(long containerId) {
        database.<RuntimeException>run(session -> turn(containerId).sign(session));
    }

    void release(long containerId, long run) {
        database.<RuntimeException>run(session ->
                session.update("DELETE FROM backup_lease WHERE name = ? AND run_id = ?", NAME + containerId, run));
    }

    void endThoseOfOthersThan(Set<String> livingNodes) {
        database.<RuntimeException>run(session -> {
            List<String> nodes = session.list(
                    "SELECT DISTINCT node FROM backup_lease WHERE name LIKE '" + NAME + "%'", row -> row.text("node"));
            for (String dead : nodes) {
                if (!livingNodes.contains(dead)) {
                    session.update("DELETE FROM backup_lease WHERE name LIKE '" + NAME + "%' AND node = ?", dead);
                }
            }
        });
    }
}
