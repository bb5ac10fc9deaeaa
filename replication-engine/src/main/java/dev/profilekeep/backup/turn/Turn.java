package dev.profilekeep.backup.turn;

import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The right to do one kind of work for the whole estate: one row, held by one run, kept alive by a beat. Whoever records something for a run beats in the same transaction, so that a run that was taken
 * over records nothing more. The clocks of nodes must agree within half of {@link #DEAD_AFTER}. Safe for several threads.
 */
public final class Turn {
    /** A holder silent for so long is dead. */
    public static final Duration DEAD_AFTER = Duration.ofMinutes(2);
    /** How often a living one is heard. */
    public static final Duration BEAT = Duration.ofSeconds(15);

    private final String work;
    private final Clock clock;
    private final String node;

    /** @param work name of a row of backup_lease */
    public Turn(String work, Clock clock, String node) {
        this.work = work;
        this.clock = clock;
        this.node = node;
    }

    /** Who holds it. */
    public record Held(long runId, String node, boolean alive) {}

    /** Who holds it, if anybody; with the row locked until the end of the transaction. */
    public Optional<Held> lock(Session session) throws SQLException {
        return read(session, " FOR UPDATE");
    }

    public Optional<Held> look(Session session) throws SQLException {
        return read(session, "");
    }

    private Optional<Held> read(Session session, String suffix) throws SQLException {
        Instant dead = clock.instant().minus(DEAD_AFTER);
        return session.first(
                        "SELECT run_id, node, beat_at FROM backup_lease WHERE name = ?" + suffix,
                        row -> {
                            Long run = row.numberOrNull("run_id");
                            return new Held(
                                    run == null ? 0 : run,
                                    row.text("node"),
                                    row.when("beat_at").isAfter(dead));
                        },
                        work)
                .filter(held -> held.runId() != 0);
    }

    public void take(Session session, long runId) throws SQLException {
        session.update(
                "UPDATE backup_lease SET run_id = ?, node = ?, beat_at = ? WHERE name = ?",
                runId,
                node,
                clock.instant(),
                work);
    }

    /** @throws TurnLostException if the run does not hold it any more */
    public void beat(Session session, long runId) throws SQLException, TurnLostException {
        int rows = session.update(
                "UPDATE backup_lease SET beat_at = ? WHERE name = ? AND run_id = ?", clock.instant(), work, runId);
        if (rows == 0) {
            throw new TurnLostException(runId);
        }
    }

    /** Tells the others that this node lives; nothing happens if it holds nothing. */
    public void sign(Session session) throws SQLException {
        session.update(
                "UPDATE backup_lease SET beat_at = ? WHERE name = ? AND node = ? AND run_id IS NOT NULL",
                clock.instant(),
                work,
                node);
    }

    public void release(Session session, long runId) throws SQLException {
        session.update("UPDATE backup_lease SET run_id = NULL WHERE name = ? AND run_id = ?", work, runId);
    }

    /** The run held by a node that is none of {@code living}. */
    public Optional<Held> heldByOtherThan(Session session, Set<String> living) throws SQLException {
        return lock(session).filter(held -> !living.contains(held.node()));
    }
}
