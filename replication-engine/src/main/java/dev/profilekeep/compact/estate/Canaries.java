package dev.profilekeep.compact.estate;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.CompactionPolicy;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.restore.KeptFiles;
import dev.profilekeep.restore.KeptFiles.Successor;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The few of a set and version of FSLogix that go first. The others follow when enough of these people have signed in and out since, with sound disks; that holds for the version from then on. One
 * that is damaged keeps all others of its kind from it, until an administrator has them go on ({@link DamagedCanaries}). Whoever does not sign in for two weeks makes way for another.
 */
final class Canaries {
    /** The refusal of all others of its kind, in the audit. */
    static final String DAMAGED_ACT = "container.compact.canary";

    private static final Duration PATIENCE = Duration.ofDays(14);

    /** Of disks that are compacted alike. */
    record Group(String setId, String agentVersion) {
        static Group of(WorkRows.Work work) {
            return new Group(work.setId(), work.agentVersion());
        }
    }

    /** What a group may do. */
    enum State {
        /** Some more may go first. */
        OPEN,
        /** Those that went first are waited for. */
        WAITS,
        PASSED,
        DAMAGED
    }

    private record Canary(long containerId, String locationId, StoragePath path, String data) {}

    private final CompactionPolicy policy;
    private final Database database;
    private final KeptFiles files;
    private final AuditTrail audit;
    private final Clock clock;

    Canaries(CompactionPolicy policy, Database database, KeptFiles files, AuditTrail audit, Clock clock) {
        this.policy = policy;
        this.database = database;
        this.files = files;
        this.audit = audit;
        this.clock = clock;
    }

    State state(Session session, Group group) throws SQLException {
        if (count(session, group, "DAMAGED") > 0 && policy.canaries() > 0) {
            return State.DAMAGED;
        }
        if (count(session, group, "CLEAN") >= policy.canariesClean() || policy.canaries() == 0) {
            return State.PASSED;
        }
        long taken = session.number(
                "SELECT COUNT(*) FROM compaction_canary WHERE set_id = ? AND agent_version = ? AND (judged NOT IN ('WAITS',"
                        + " 'CLEARED') OR judged = 'WAITS' AND swapped_at > ?)",
                group.setId(),
                group.agentVersion(),
                clock.instant().minus(PATIENCE));
        return taken < policy.canaries() ? State.OPEN : State.WAITS;
    }

    private static long count(Session session, Group group, String judged) throws SQLException {
        return session.number(
                "SELECT COUNT(*) FROM compaction_canary WHERE set_id = ? AND agent_version = ? AND judged = ?",
                group.setId(),
                group.agentVersion(),
                judged);
    }

    /** A place among those that go first; given back by {@link #forget} if nothing comes of it. */
    void take(Session session, long runId, WorkRows.Work work) throws SQLException {
        forget(session, work.containerId());
        session.update( // what was found of an earlier disk of it does not count any more
                "DELETE FROM compaction_canary WHERE set_id = ? AND agent_version = ? AND container_id = ? AND judged ="
                        + " 'CLEARED'",
                work.setId(),
                work.agentVersion(),
                work.containerId());
        boolean before = session.number(
                        "SELECT COUNT(*) FROM compaction_canary WHERE set_id = ? AND agent_version = ? AND container_id = ?",
                        work.setId(),
                        work.agentVersion(),
                        work.containerId())
                > 0;
        if (!before) { // one that was found clean stays that
            session.update(
                    "INSERT INTO compaction_canary (set_id, agent_version, container_id, location_id, path, run_id,"
                            + " swapped_at, data_then, judged, judged_at, sentence) VALUES (?, ?, ?, '', '', ?, ?, '',"
                            + " 'WAITS', NULL, '')",
                    work.setId(),
                    work.agentVersion(),
                    work.containerId(),
                    runId,
                    clock.instant());
        }
    }

    /** Gives back a place whose disk was not changed, or is another by now. */
    static void forget(Session session, long containerId) throws SQLException {
        session.update("DELETE FROM compaction_canary WHERE container_id = ? AND judged = 'WAITS'", containerId);
    }

    /** Places that a process took which died before it began; nobody may be at work. */
    static void forgetUnbegun(Session session) throws SQLException {
        session.update(
                "DELETE FROM compaction_canary WHERE data_then = '' AND judged = 'WAITS' AND NOT EXISTS (SELECT 1 FROM"
                        + " compaction_item i WHERE i.container_id = compaction_canary.container_id AND i.step = 'BEGUN')");
    }

    /** Its smaller disk is in place. */
    void swapped(Session session, Kept kept) throws SQLException {
        session.update(
                "UPDATE compaction_canary SET location_id = ?, path = ?, swapped_at = ?, data_then = ? WHERE container_id"
                        + " = ? AND data_then = '' AND judged = 'WAITS'",
                kept.locationId(),
                kept.target().value(),
                kept.since(),
                KeptFiles.mark(kept),
                kept.containerId());
    }

    /** Looks at the disks of those that went first, as long as their group waits for them. */
    void judge(Group group, Initiator initiator) {
        List<Canary> waiting = database.<List<Canary>, RuntimeException>call(session -> {
            if (state(session, group) == State.PASSED) {
                return List.of();
            }
            return session.list(
                    "SELECT * FROM compaction_canary WHERE set_id = ? AND agent_version = ? AND judged = 'WAITS' AND"
                            + " data_then <> '' ORDER BY swapped_at, container_id",
                    row -> new Canary(
                            row.number("container_id"),
                            row.text("location_id"),
                            StoragePath.of(row.text("path")),
                            row.text("data_then")),
                    group.setId(),
                    group.agentVersion());
        });
        for (Canary canary : waiting) {
            Successor found;
            try {
                found = files.successor(
                        canary.containerId(), canary.locationId(), canary.path(), canary.data(), initiator);
            } catch (IllegalArgumentException e) { // its location is not configured any more
                database.<RuntimeException>run(session -> forget(session, canary.containerId()));
                continue;
            }
            if (found.state() == KeptFiles.State.CLEAN) {
                judged(group, canary, "CLEAN", "");
            } else if (found.state() == KeptFiles.State.DAMAGED) {
                tell(group, canary, found.sentence());
                judged(group, canary, "DAMAGED", found.sentence());
            }
        }
    }

    private void judged(Group group, Canary canary, String judged, String sentence) {
        Instant now = clock.instant();
        database.<RuntimeException>run(session -> session.update(
                "UPDATE compaction_canary SET judged = ?, judged_at = ?, sentence = ? WHERE set_id = ? AND agent_version ="
                        + " ? AND container_id = ? AND judged = 'WAITS'",
                judged,
                now,
                RunRows.cut(sentence, 2_000),
                group.setId(),
                group.agentVersion(),
                canary.containerId()));
    }

    private void tell(Group group, Canary canary, String sentence) {
        audit.append(
                Actor.SCHEDULE,
                new AuditEntry(
                        DAMAGED_ACT,
                        "container:" + canary.containerId(),
                        "its disk was made smaller before others of its kind, and was used since",
                        Map.of(
                                "set", group.setId(),
                                "agentVersion", group.agentVersion(),
                                "location", canary.locationId(),
                                "path", canary.path().value()),
                        "refused: no further disk of this set and version is made smaller: " + sentence));
    }

    /** Why others of a group wait for good. */
    String damage(Session session, Group group) throws SQLException {
        return session.first(
                        "SELECT sentence FROM compaction_canary WHERE set_id = ? AND agent_version = ? AND judged ="
                                + " 'DAMAGED' ORDER BY judged_at",
                        row -> row.text("sentence"),
                        group.setId(),
                        group.agentVersion())
                .orElse("");
    }
}
