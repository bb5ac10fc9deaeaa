package dev.profilekeep.lease;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.storage.Initiator;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table {@code container_lease}: one row per container that one of us holds, or holds still as far as is known. Each
 * method is a transaction of its own. A row is changed only by who knows its token, or when its holder is dead.
 */
final class LeaseRows {
    /** So long ago that a row with it is dead by any clock. */
    private static final Instant BURIED = Instant.EPOCH;

    private static final String SELECT = "SELECT * FROM container_lease WHERE container_id = ?";

    private final Database database;
    private final Clock clock;
    private final String node;
    private final Duration deadAfter;

    LeaseRows(Database database, Clock clock, String node, Duration deadAfter) {
        this.database = database;
        this.clock = clock;
        this.node = node;
        this.deadAfter = deadAfter;
    }

    /** What became of a claim. */
    sealed interface Claim {
        /** @param toEnd sessions of a dead holder, to be ended before anything is opened */
        record Ours(List<HeldSession> toEnd) implements Claim {}

        record Theirs(LeaseHolder holder) implements Claim {}
    }

    private record Kept(LeaseHolder holder, String token, List<HeldSession> sessions) {}

    private Kept kept(Row row) throws SQLException {
        return new Kept(
                new LeaseHolder(
                        row.number("container_id"),
                        row.text("node"),
                        row.text("purpose"),
                        row.choice("initiator", Initiator.class),
                        row.text("actor"),
                        row.when("taken_at"),
                        row.when("beat_at").isAfter(clock.instant().minus(deadAfter))),
                row.text("token"),
                HeldSession.read(row.text("sessions")));
    }

    /** Takes the row if nobody has it or a dead one does. */
    Claim claim(LeaseRequest request, String token) {
        while (true) {
            try {
                return database.<Claim, RuntimeException>call(session -> claim(session, request, token));
            } catch (CatalogException e) {
                if (!isTaken(e)) {
                    throw e;
                }
                // Another one was quicker with the first row of this container: look again, it is there now.
            }
        }
    }

    private Claim claim(Session session, LeaseRequest request, String token) throws SQLException {
        Kept kept = session.first(SELECT + " FOR UPDATE", this::kept, request.containerId())
                .orElse(null);
        Instant now = clock.instant();
        if (kept == null) {
            session.update(
                    "INSERT INTO container_lease (container_id, token, node, initiator, actor, purpose, taken_at, beat_at,"
                            + " sessions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
                    request.containerId(),
                    token,
                    node,
                    request.initiator(),
                    cut(request.actor().id()),
                    cut(request.purpose()),
                    now,
                    now);
            return new Claim.Ours(List.of());
        }
        if (kept.holder().alive()) {
            return new Claim.Theirs(kept.holder());
        }
        give(session, request.containerId(), token, request.initiator(), request.actor(), request.purpose());
        return new Claim.Ours(kept.sessions());
    }

    /** The containers of dead holders. */
    List<Long> dead() {
        return database.<List<Long>, RuntimeException>call(session -> session.list(
                "SELECT container_id FROM container_lease WHERE beat_at <= ? ORDER BY container_id",
                row -> row.number("container_id"),
                clock.instant().minus(deadAfter)));
    }

    /** Takes a dead holder's row, and no other. @return its sessions, to be ended; empty if there is no such row */
    Optional<List<HeldSession>> takeOver(long containerId, String token, String purpose, Actor actor) {
        return database.<Optional<List<HeldSession>>, RuntimeException>call(session -> {
            Optional<Kept> dead = session.first(SELECT + " FOR UPDATE", this::kept, containerId)
                    .filter(kept -> !kept.holder().alive());
            if (dead.isPresent()) {
                give(session, containerId, token, Initiator.JOB, actor, purpose);
            }
            return dead.map(Kept::sessions);
        });
    }

    private void give(Session session, long containerId, String token, Initiator initiator, Actor actor, String purpose)
            throws SQLException {
        Instant now = clock.instant();
        session.update(
                "UPDATE container_lease SET token = ?, node = ?, initiator = ?, actor = ?, purpose = ?, taken_at = ?,"
                        + " beat_at = ?, wanted_token = NULL WHERE container_id = ?",
                token,
                node,
                initiator,
                cut(actor.id()),
                cut(purpose),
                now,
                now,
                containerId);
    }

    private static boolean isTaken(CatalogException e) {
        return e.getCause() instanceof SQLException sql && "23505".equals(sql.getSQLState());
    }

    private static String cut(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500);
    }

    /** Says that a person waits. Whoever was first keeps the place. */
    boolean want(LeaseRequest request, String token) {
        return database.<Integer, RuntimeException>call(session -> session.update(
                        "UPDATE container_lease SET wanted_token = ?, wanted_node = ?, wanted_actor = ?, wanted_purpose = ?"
                                + " WHERE container_id = ? AND initiator = 'JOB' AND wanted_token IS NULL",
                        token,
                        node,
                        cut(request.actor().id()),
                        cut(request.purpose()),
                        request.containerId()))
                == 1;
    }

    /** Stops waiting; a row that was handed over in this very moment is told by {@link #handedOver} before. */
    void wantNoMore(long containerId, String token) {
        database.<RuntimeException>run(session -> session.update(
                "UPDATE container_lease SET wanted_token = NULL WHERE container_id = ? AND wanted_token = ?",
                containerId,
                token));
    }

    /** The sessions still to be ended, if the row is {@code token}'s now. */
    Optional<List<HeldSession>> handedOver(long containerId, String token) {
        return database.<Optional<Kept>, RuntimeException>call(
                        session -> session.first(SELECT, this::kept, containerId))
                .filter(kept -> kept.token().equals(token))
                .map(Kept::sessions);
    }

    /** Before a session opens anything. @return false if the row is not {@code token}'s any more */
    boolean sessions(long containerId, String token, List<HeldSession> sessions) {
        return database.<Integer, RuntimeException>call(session -> session.update(
                        "UPDATE container_lease SET sessions = ?, beat_at = ? WHERE container_id = ? AND token = ?",
                        HeldSession.write(sessions),
                        clock.instant(),
                        containerId,
                        token))
                == 1;
    }

    /**
     * Ends a lease.
     *
     * @param open sessions that may hold handles still; with any, the row stays and names us until somebody has ended them
     */
    void release(long containerId, String token, List<HeldSession> open) {
        database.<RuntimeException>run(session -> {
            int handed = session.update(
                    "UPDATE container_lease SET token = wanted_token, node = wanted_node, initiator = 'PERSON',"
                            + " actor = wanted_actor, purpose = wanted_purpose, taken_at = ?, beat_at = ?, sessions = ?,"
                            + " wanted_token = NULL WHERE container_id = ? AND token = ? AND wanted_token IS NOT NULL",
                    clock.instant(),
                    clock.instant(),
                    HeldSession.write(open),
                    containerId,
                    token);
            if (handed > 0) {
                return;
            }
            if (open.isEmpty()) {
                session.update("DELETE FROM container_lease WHERE container_id = ? AND token = ?", containerId, token);
            } else {
                session.update(
                        "UPDATE container_lease SET beat_at = ?, sessions = ? WHERE container_id = ? AND token = ?",
                        BURIED,
                        HeldSession.write(open),
                        containerId,
                        token);
            }
        });
    }

    /**
     * Tells the others that these leases live, if it is time to.
     *
     * @param live container and token of each
     * @return those of them that still have their row, and whether a person waits for it
     */
    Map<String, Boolean> beat(Map<Long, String> live, boolean tellOthers) {
        return database.<Map<String, Boolean>, RuntimeException>call(session -> {
            Map<String, Boolean> wanted = new HashMap<>();
            for (Map.Entry<Long, String> lease : live.entrySet()) {
                if (tellOthers) {
                    session.update(
                            "UPDATE container_lease SET beat_at = ? WHERE container_id = ? AND token = ?",
                            clock.instant(),
                            lease.getKey(),
                            lease.getValue());
                }
                session.first(
                                SELECT + " AND token = ?",
                                row -> row.textOrNull("wanted_token") != null,
                                lease.getKey(),
                                lease.getValue())
                        .ifPresent(isWanted -> wanted.put(lease.getValue(), isWanted));
            }
            return wanted;
        });
    }

    Optional<LeaseHolder> holder(long containerId) {
        return database.<Optional<Kept>, RuntimeException>call(
                        session -> session.first(SELECT, this::kept, containerId))
                .map(Kept::holder);
    }

    /** Nodes but {@code living} are dead, whatever their last beat says. */
    void buryAllBut(Set<String> living) {
        database.<RuntimeException>run(session -> {
            List<Kept> all = session.list("SELECT * FROM container_lease", this::kept);
            for (Kept kept : all) {
                if (!living.contains(kept.holder().node())) {
                    session.update(
                            "UPDATE container_lease SET beat_at = ?, wanted_token = NULL WHERE container_id = ? AND token = ?",
                            BURIED,
                            kept.holder().containerId(),
                            kept.token());
                }
            }
        });
    }
}
