package dev.profilekeep.backup.points;

import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Notices what somebody else than ProfileKeep took out of a repository: snapshots of which something is not forgotten, and decisions that still protect something. Only the
 * catalog can tell, which knows what was there. For who has the transaction.
 */
final class RemovedFiles {
    private RemovedFiles() {}

    /** The files of decisions that are known: to be read before the repository is, so that what is decided meanwhile is not missed there. */
    static Set<String> decisions(Session session, String repositoryId) throws SQLException {
        return new HashSet<>(session.list(
                "SELECT file_id FROM repository_decision WHERE repository_id = ?",
                row -> row.text("file_id"),
                repositoryId));
    }

    /** Begins to take over what a repository has: others wait, here or in another process. */
    static void begin(Session session, String repositoryId) throws SQLException {
        session.update(
                "UPDATE repository_state SET repository_id = repository_id WHERE repository_id = ?", repositoryId);
    }

    /** Another repository has the place of the one that was known: nothing is missing of it. */
    static void forget(Session session, String repositoryId, Collection<String> gone) throws SQLException {
        for (String id : gone) {
            session.update("DELETE FROM restore_point WHERE repository_id = ? AND snapshot_id = ?", repositoryId, id);
        }
        session.update("DELETE FROM repository_decision WHERE repository_id = ?", repositoryId);
        session.update("DELETE FROM repository_removed WHERE repository_id = ?", repositoryId);
    }

    /**
     * Takes snapshots out of what is known. Of one that was forgotten nothing more is said; of another, whom it concerned.
     *
     * @param now by the storage's clock
     * @param noticed by ours
     */
    static void snapshots(
            Session session,
            String repositoryId,
            Collection<String> gone,
            Standing standing,
            Instant now,
            Instant noticed)
            throws SQLException {
        List<@Nullable Object[]> lost = new ArrayList<>();
        for (String id : gone) {
            UUID snapshot = UUID.fromString(id);
            Set<String> told = new HashSet<>();
            session.each(
                    "SELECT container_key, base_name, moment, goes_at FROM restore_point WHERE repository_id = ?"
                            + " AND snapshot_id = ?",
                    row -> {
                        String key = row.text("container_key");
                        Instant goes = row.time("goes_at");
                        boolean forgotten =
                                goes != null && !goes.isAfter(now) || standing.isForgotten(snapshot, key, now);
                        if (!forgotten && told.add(key)) {
                            lost.add(new @Nullable Object[] {
                                repositoryId, id, "SNAPSHOT", key, row.text("base_name"), row.when("moment"), noticed
                            });
                        }
                    },
                    repositoryId,
                    id);
            if (!told.isEmpty()) {
                session.update(
                        "DELETE FROM repository_removed WHERE repository_id = ? AND file_id = ?", repositoryId, id);
            }
            session.update("DELETE FROM restore_point WHERE repository_id = ? AND snapshot_id = ?", repositoryId, id);
        }
        tell(session, lost);
    }

    /**
     * Takes over which decisions protect something.
     *
     * @param before as {@link #decisions(Session, String)} said before they were read
     * @param snapshots that are there, or in the trash
     */
    static void decisions(
            Session session,
            String repositoryId,
            Set<String> before,
            Decisions.All all,
            Set<String> snapshots,
            Instant noticed)
            throws SQLException {
        Set<String> there = new HashSet<>();
        all.decisions().forEach(one -> there.add(one.id().toString()));
        all.damaged().forEach(one -> there.add(one.id().toString()));
        Set<String> known = decisions(session, repositoryId);
        record Gone(String id, String kind, String snapshot, String container, String forget, Instant made) {}
        List<Gone> gone = session
                .list(
                        "SELECT * FROM repository_decision WHERE repository_id = ?",
                        row -> new Gone(
                                row.text("file_id"),
                                row.text("kind"),
                                row.text("snapshot_id"),
                                row.text("container_key"),
                                row.text("forget_id"),
                                row.when("made")),
                        repositoryId)
                .stream()
                .filter(one -> before.contains(one.id()) && !there.contains(one.id()))
                .toList();
        List<@Nullable Object[]> lost = new ArrayList<>();
        for (Gone one : gone) {
            boolean protects =
                    switch (one.kind()) {
                        case "HOLD" ->
                            !ended(
                                    all,
                                    one.made(),
                                    act -> act instanceof Decision.Release end
                                            && end.container().equals(one.container()));
                        case "PIN" ->
                            snapshots.contains(one.snapshot())
                                    && !ended(
                                            all,
                                            one.made(),
                                            act -> act instanceof Decision.Unpin end
                                                    && end.snapshot().toString().equals(one.snapshot())
                                                    && end.container().equals(one.container()));
                        default ->
                            all.decisions().stream()
                                    .anyMatch(forget -> forget.id().toString().equals(one.forget())
                                            && forget.act() instanceof Decision.Forget what
                                            && snapshots.contains(
                                                    what.snapshot().toString()));
                    };
            session.update(
                    "DELETE FROM repository_decision WHERE repository_id = ? AND file_id = ?", repositoryId, one.id());
            if (protects) {
                String name = session.first(
                                "SELECT MAX(base_name) AS name FROM restore_point WHERE container_key = ?",
                                row -> row.textOrNull("name") == null ? "" : row.text("name"),
                                one.container())
                        .orElse("");
                session.update(
                        "DELETE FROM repository_removed WHERE repository_id = ? AND file_id = ?",
                        repositoryId,
                        one.id());
                lost.add(new @Nullable Object[] {
                    repositoryId, one.id(), one.kind(), one.container(), name, one.made(), noticed
                });
            }
        }
        tell(session, lost);
        List<@Nullable Object[]> fresh = new ArrayList<>();
        for (Decision one : all.decisions()) {
            @Nullable Object[] row = known.contains(one.id().toString()) ? null : row(repositoryId, one);
            if (row != null) {
                fresh.add(row);
            }
        }
        session.batch(
                "INSERT INTO repository_decision (repository_id, file_id, kind, snapshot_id, container_key, forget_id,"
                        + " made) VALUES (?, ?, ?, ?, ?, ?, ?)",
                fresh);
        back(session, repositoryId, there);
    }

    private interface End {
        boolean of(Decision.Act act);
    }

    /** As {@link Standing} has it: by what was made later. */
    private static boolean ended(Decisions.All all, Instant made, End end) {
        return all.decisions().stream()
                .anyMatch(one -> end.of(one.act()) && one.made().isAfter(made));
    }

    /** Null of what protects nothing. */
    private static @Nullable Object @Nullable [] row(String repositoryId, Decision one) {
        String id = one.id().toString();
        if (one.act() instanceof Decision.Pin pin) {
            String snapshot = pin.snapshot().toString();
            return new @Nullable Object[] {repositoryId, id, "PIN", snapshot, pin.container(), "", one.made()};
        }
        if (one.act() instanceof Decision.Hold hold) {
            return new @Nullable Object[] {repositoryId, id, "HOLD", "", hold.container(), "", one.made()};
        }
        if (one.act() instanceof Decision.Revoke revoke) {
            String forget = revoke.forget().toString();
            return new @Nullable Object[] {repositoryId, id, "REVOKE", "", "", forget, one.made()};
        }
        return null;
    }

    /** What was missed and is there again is missed no more. */
    static void back(Session session, String repositoryId, Set<String> there) throws SQLException {
        List<String> back = session
                .list(
                        "SELECT DISTINCT file_id FROM repository_removed WHERE repository_id = ?",
                        row -> row.text("file_id"),
                        repositoryId)
                .stream()
                .filter(there::contains)
                .toList();
        for (String id : back) {
            session.update("DELETE FROM repository_removed WHERE repository_id = ? AND file_id = ?", repositoryId, id);
        }
    }

    private static void tell(Session session, List<@Nullable Object[]> lost) throws SQLException {
        session.batch(
                "INSERT INTO repository_removed (repository_id, file_id, kind, container_key, base_name, moment,"
                        + " gone_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                lost);
    }
}
