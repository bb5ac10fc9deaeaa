package dev.profilekeep.compact.estate;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What keeps whole sets and versions of FSLogix from becoming smaller, and the word of an administrator that they go on all the same. Safe for several threads. */
public final class DamagedCanaries {
    /** In the audit trail. */
    public static final String ACT = "compaction.go-on";

    private final Database database;
    private final AuditTrail audit;

    DamagedCanaries(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    /** Those that keep others from it, by set and version, the oldest first. */
    public List<DamagedCanary> list() {
        return database.<List<DamagedCanary>, RuntimeException>call(DamagedCanaries::list);
    }

    private static List<DamagedCanary> list(Session session) throws SQLException {
        return session.list(
                "SELECT * FROM compaction_canary WHERE judged = 'DAMAGED' ORDER BY set_id, agent_version, judged_at,"
                        + " container_id",
                row -> new DamagedCanary(
                        row.text("set_id"),
                        row.text("agent_version"),
                        row.number("container_id"),
                        row.text("location_id"),
                        row.text("path"),
                        row.when("judged_at"),
                        row.text("sentence")));
    }

    /**
     * Others of this set and version go on from the next container that is begun: the damaged ones count neither for nor against them, and others may go first in their place. Stands or falls with its entry in the
     * audit trail.
     *
     * @param agentVersion empty for the disks of which nobody knows it
     * @param reason must say why, in one line
     * @return those that were in the way; none if there was nothing to go on after, which changes nothing and is not told
     * @throws IllegalArgumentException if the reason is blank or cannot be kept
     */
    public List<DamagedCanary> goOn(Actor actor, String setId, String agentVersion, String reason) {
        String why = reason.strip();
        if (why.isEmpty()) {
            throw new IllegalArgumentException("reason must say why, in a sentence");
        }
        GivenReason.fault(why).ifPresent(fault -> {
            throw new IllegalArgumentException("reason " + fault);
        });
        return database.<List<DamagedCanary>, RuntimeException>call(session -> {
            List<DamagedCanary> inTheWay = list(session).stream()
                    .filter(one ->
                            one.setId().equals(setId) && one.agentVersion().equals(agentVersion))
                    .toList();
            if (inTheWay.isEmpty()) {
                return List.of();
            }
            session.update(
                    "UPDATE compaction_canary SET judged = 'CLEARED' WHERE set_id = ? AND agent_version = ? AND judged ="
                            + " 'DAMAGED'",
                    setId,
                    agentVersion);
            Map<String, String> evidence = Map.of(
                    "set",
                    setId,
                    "agentVersion",
                    agentVersion,
                    "containers",
                    inTheWay.stream()
                            .map(one -> Long.toString(one.containerId()))
                            .collect(Collectors.joining(" ")),
                    "damage",
                    RunRows.cut(inTheWay.get(0).sentence(), 1_000));
            audit.append(
                    session, actor, new AuditEntry(ACT, "set:" + setId, why, Act.inOneWithItsEntry(evidence), "done"));
            return inTheWay;
        });
    }
}
