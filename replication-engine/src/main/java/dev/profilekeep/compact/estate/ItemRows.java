package dev.profilekeep.compact.estate;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.lease.Kept;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people are told of items. Stateless. */
final class ItemRows {
    private static final String GAIN = "COALESCE(SUM(CASE WHEN i.bytes_planned >= 0 AND i.bytes_planned <"
            + " i.bytes_before THEN i.bytes_before - i.bytes_planned ELSE 0 END), 0)";

    private ItemRows() {}

    /** Where people ask for the items of a run: a statement and its arguments. */
    private record Where(String sql, List<Object> arguments) {
        Object[] all() {
            return arguments.toArray();
        }
    }

    private static Where where(long runId, ItemFilter filter) {
        List<Object> arguments = new ArrayList<>();
        StringBuilder sql = new StringBuilder(
                " FROM compaction_item i LEFT JOIN container c ON c.id = i.container_id WHERE i.run_id = ?"
                        + " AND i.step <> 'WAITING'");
        arguments.add(runId);
        for (String word : filter.text().strip().toLowerCase(Locale.ROOT).split("\\s+")) {
            if (!word.isEmpty()) {
                sql.append(" AND i.search LIKE ? ESCAPE '!'");
                arguments.add("%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%");
            }
        }
        if (!filter.outcomes().isEmpty()) {
            sql.append(" AND i.outcome IN (")
                    .append(String.join(
                            ", ", Collections.nCopies(filter.outcomes().size(), "?")))
                    .append(')');
            arguments.addAll(filter.outcomes().stream().map(Outcome::name).toList());
        }
        if (!filter.why().isEmpty()) {
            sql.append(" AND i.why = ?");
            arguments.add(filter.why());
        }
        sql.append(" AND ").append(filter.reach().term("c", arguments));
        return new Where(sql.toString(), arguments);
    }

    static long count(Session session, long runId, ItemFilter filter) throws SQLException {
        Where where = where(runId, filter);
        return session.number("SELECT COUNT(*)" + where.sql(), where.all());
    }

    /** What freed most first, then what could free most. */
    static List<CompactionItem> list(Session session, long runId, ItemFilter filter, long offset, int limit)
            throws SQLException {
        Where where = where(runId, filter);
        return session.list(
                "SELECT i.*" + where.sql()
                        + " ORDER BY CASE WHEN i.outcome = 'FAILED' THEN 0 WHEN i.outcome = 'COMPACTED' THEN 1 ELSE 2"
                        + " END, i.bytes_before - CASE WHEN i.bytes_after >= 0 THEN i.bytes_after WHEN i.bytes_planned"
                        + " >= 0 THEN i.bytes_planned ELSE i.bytes_before END DESC, i.container_id, i.location_id LIMIT "
                        + Math.max(0, limit) + " OFFSET " + Math.max(0, offset),
                ItemRows::read,
                where.all());
    }

    static List<CompactionItem> ofContainer(Session session, long containerId, int limit) throws SQLException {
        return session.list(
                "SELECT i.* FROM compaction_item i WHERE i.container_id = ? AND i.outcome = 'COMPACTED' ORDER BY i.run_id DESC,"
                        + " CASE WHEN i.lead_copy THEN 0 ELSE 1 END, i.location_id LIMIT "
                        + Math.max(0, limit),
                ItemRows::read,
                containerId);
    }

    static List<SkippedGroup> skipped(Session session, long runId, ItemFilter filter) throws SQLException {
        Where where = where(runId, filter);
        return session.list(
                "SELECT i.why, COALESCE(SUM(CASE WHEN i.lead_copy THEN 1 ELSE 0 END), 0) AS containers, " + GAIN
                        + " AS possible" + where.sql()
                        + " GROUP BY i.why ORDER BY possible DESC, containers DESC, i.why",
                row -> new SkippedGroup(row.text("why"), row.number("containers"), row.number("possible")),
                where.all());
    }

    /** The same run, with numbers of the containers within reach alone: counted as those of all, in one statement. */
    static CompactionRun within(Session session, CompactionRun run, Reach reach) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        arguments.add(run.id());
        String term = reach.term("c", arguments);
        return session.first(
                        "SELECT " + leads("i.step IS NOT NULL") + " AS total, " + leads("i.step <> 'WAITING'")
                                + " AS looked, " + leads("i.step = 'ENDED'") + " AS done, "
                                + leads("i.outcome = 'COMPACTED'") + " AS compacted, "
                                + leads("i.outcome = 'SKIPPED'") + " AS skipped, " + leads("i.outcome = 'FAILED'")
                                + " AS failed, COALESCE(SUM(CASE WHEN i.outcome = 'COMPACTED' THEN i.bytes_before -"
                                + " i.bytes_after ELSE 0 END), 0) AS freed_bytes, COALESCE(SUM(CASE WHEN i.outcome <>"
                                + " 'COMPACTED' AND i.bytes_planned >= 0 AND i.bytes_planned < i.bytes_before AND i.why"
                                + " NOT IN ('already-minimal', 'gain-too-small') THEN i.bytes_before - i.bytes_planned"
                                + " ELSE 0 END), 0) AS possible_bytes FROM compaction_item i LEFT JOIN container c ON"
                                + " c.id = i.container_id WHERE i.run_id = ? AND " + term,
                        row -> new CompactionRun(
                                run.id(),
                                run.startedAt(),
                                run.endedAt(),
                                run.startedBy(),
                                run.byPerson(),
                                run.planOnly(),
                                run.phase(),
                                run.doing(),
                                row.number("total"),
                                row.number(run.phase() == CompactionRun.Phase.LOOKING ? "looked" : "done"),
                                row.number("compacted"),
                                row.number("skipped"),
                                row.number("failed"),
                                row.number("freed_bytes"),
                                row.number("possible_bytes"),
                                run.endsAt(),
                                run.stoppedBy()),
                        arguments.toArray())
                .orElseThrow();
    }

    private static String leads(String condition) {
        return "COALESCE(SUM(CASE WHEN i.lead_copy AND " + condition + " THEN 1 ELSE 0 END), 0)";
    }

    /** Of old files that take room, by what was recorded when they were kept. */
    static KeptSpace kept(Session session, Duration least) throws SQLException {
        return session.first(
                        "SELECT COUNT(*) AS files, COALESCE(SUM(bytes_before), 0) AS bytes, MIN(ended_at) AS first_at,"
                                + " MAX(ended_at) AS last_at FROM compaction_item WHERE kept",
                        row -> {
                            Instant first = row.time("first_at");
                            Instant last = row.time("last_at");
                            return new KeptSpace(
                                    row.number("files"),
                                    row.number("bytes"),
                                    first == null ? null : first.plus(least),
                                    last == null ? null : last.plus(least));
                        })
                .orElseThrow();
    }

    static void removed(Session session, Kept kept) throws SQLException {
        session.update(
                "UPDATE compaction_item SET kept = FALSE WHERE kept AND container_id = ? AND location_id = ? AND purpose"
                        + " = ?",
                kept.containerId(),
                kept.locationId(),
                kept.purpose());
    }

    /** Going back from an act put the larger disks in place again. */
    static void putBack(Session session, long containerId, String purpose, Instant now) throws SQLException {
        session.update(
                "UPDATE compaction_item SET put_back = ? WHERE container_id = ? AND purpose = ? AND outcome ="
                        + " 'COMPACTED'",
                now,
                containerId,
                purpose);
    }

    /** When somebody last put the larger disks of containers back, of those for which that was after the given moment. */
    static Map<Long, Instant> putBackSince(Session session, Instant after) throws SQLException {
        Map<Long, Instant> all = new HashMap<>();
        session.each(
                "SELECT container_id, MAX(put_back) AS put_back FROM compaction_item WHERE put_back > ? GROUP BY"
                        + " container_id",
                row -> all.put(row.number("container_id"), row.when("put_back")),
                after);
        return all;
    }

    /** Forgets what nobody asks for any more; what became smaller stays. */
    static void forget(Session session, Instant before) throws SQLException {
        Optional<Long> last = session.first(
                "SELECT MAX(id) AS last_id FROM compaction_run WHERE started_at < ?",
                row -> row.number("last_id"),
                before);
        session.update("DELETE FROM compaction_item WHERE run_id <= ? AND outcome <> 'COMPACTED'", last.orElse(0L));
    }

    static String search(String account, String path) {
        return RunRows.cut((account + " " + path).toLowerCase(Locale.ROOT), 4_600);
    }

    private static CompactionItem read(Row row) throws SQLException {
        return new CompactionItem(
                row.number("run_id"),
                row.number("container_id"),
                row.text("set_id"),
                row.text("location_id"),
                row.text("account"),
                row.text("path"),
                row.text("agent_version"),
                row.flag("canary"),
                row.choice("outcome", Outcome.class),
                row.text("why"),
                row.text("sentence"),
                row.number("bytes_before"),
                row.number("bytes_planned"),
                row.number("bytes_after"),
                row.integer("block_before"),
                row.integer("block_after"),
                row.time("began_at"),
                row.time("ended_at"),
                row.text("purpose"));
    }
}
