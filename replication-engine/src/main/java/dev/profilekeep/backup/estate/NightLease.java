package dev.profilekeep.backup.estate;

import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The right to back the estate up: one row, held by one run, kept alive by a beat. Whoever records something for a run beats in the same transaction, so that a run that was taken over records
 * nothing more. The clocks of nodes must agree within half of {@link #DEAD_AFTER}.
 */
final class NightLease {
    /** A holder silent for so long is dead. */
    static final Duration DEAD_AFTER = Duration.ofMinutes(2);
    /** How often a living one is heard. */
    static final Duration BEAT = Duration.ofSeconds(15);

    private final Clock clock;
    private final String node;

    NightLease(Clock clock, String node) {
        this.clock = clock;
        this.node = node;
    }

    record Held(long runId, String node, boolean alive) {}

    /** Who holds it, if anybody; with the row locked until the end of the transaction. */
    Optional<Held> lock(Session session) throws SQLException {
        return read(session, " FOR UPDATE");
    }

    Optional<Held> look(Session session) throws SQLException {
        return read(session, "");
    }

    private Optional<Held> read(Session session, String suffix) throws SQLException {
        Instant dead = clock.instant().minus(DEAD_AFTER);
        return session.first("SELECT run_id, node, beat_at FROM backup_lease WHERE name = 'backup'" + suffix, row -> {
                    Long run = row.numberOrNull("run_id");
                    return new Held(
                            run == null ? 0 : run,
                            row.text("node"),
                            row.when("beat_at").isAfter(dead));
                })
                .filter(held -> held.runId() != 0);
    }

    void take(Session session, long runId) throws SQLException {
        session.update(
                "UPDATE backup_lease SET run_id = ?, node = ?, beat_at = ? WHERE name = 'backup'",
                runId,
                node,
                clock.instant());
    }

    /** @throws BackupLostException if the run does not hold it any more */
    void beat(Session session, long runId) throws SQLException, BackupLostException {
        int rows = session.update(
                "UPDATE backup_lease SET beat_at = ? WHERE name = 'backup' AND run_id = ?", clock.instant(), runId);
        if (rows == 0) {
            throw new BackupLostException(runId);
        }
    }

    /** Tells the others that this node lives; nothing happens if it holds nothing. */
    void sign(Session session) throws SQLException {
        session.update(
                "UPDATE backup_lease SET beat_at = ? WHERE name = 'backup' AND node = ? AND run_id IS NOT NULL",
                clock.instant(),
                node);
    }

    void release(Session session, long runId) throws SQLException {
        session.update("UPDATE backup_lease SET run_id = NULL WHERE name = 'backup' AND run_id = ?", runId);
    }

    /** The run held by a node that is none of {@code living}. */
    Optional<Held> heldByOtherThan(Session session, Set<String> living) throws SQLException {
        return lock(session).filter(held -> !living.contains(held.node()));
    }
}
