package dev.profilekeep.space.estate;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.space.estate.NeverCompacted.Reason;
import dev.profilekeep.space.estate.NeverCompactedTotals.Sum;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Asks the catalog whose disk FSLogix never makes smaller, by one statement that H2 and PostgreSQL both run. */
final class NeverCompactedQuery {
    /** FSLogix looks at disks of more than this on disk: learn.microsoft.com/fslogix/concepts-vhd-disk-compaction. */
    static final long MORE_THAN = 1L << 30;
    /** One part in so many has to be given back, there: 20 %. */
    static final int PART = 5;

    static final int OBSERVATIONS = 3;
    static final Duration OVER = Duration.ofDays(14);

    /** 1970 as a FILETIME. */
    private static final long EPOCH = 116_444_736_000_000_000L;

    private static final long TICKS = 10_000_000;

    private final String sql;
    private final List<Object> arguments = new ArrayList<>();

    NeverCompactedQuery(Session session, Reach reach) throws SQLException {
        List<String> old = session
                .list(
                        "SELECT host_key, fslogix_version FROM session_host",
                        row -> AgentVersion.isTooOld(row.text("fslogix_version")) ? row.text("host_key") : "")
                .stream()
                .filter(key -> !key.isEmpty())
                .toList();
        this.sql = candidates(old) + " AND " + reach.term("c", arguments);
    }

    private static String enough(String table) {
        return table + ".file_size > " + MORE_THAN + " AND " + table + ".reclaimable * " + PART + " >= " + table
                + ".file_size";
    }

    /** The copy that the container's sizes are of: that at the active site, see {@code Summaries}. */
    private String candidates(List<String> oldHosts) {
        return "SELECT c.id, c.set_id, c.kind, c.sid, c.account, c.base_name, c.file_size, c.reclaimable, l.site_id,"
                + " p.location_id, p.written, p.dirty,"
                + " (p.log_open AND p.presence = 'PRESENT') AS not_closed,"
                // As CatalogJson writes a DiskInfo. Quotation marks in a volume's label are escaped there.
                + " COALESCE(i.info LIKE '%\"subformat\":\"FIXED\"%', FALSE) AS fixed,"
                + " COALESCE(i.info LIKE '%\"scheme\":\"MBR\"%', FALSE) AS mbr, "
                + oldAgent(oldHosts) + " AS old_agent,"
                + " (SELECT MAX(b.at) FROM growth b WHERE b.copy_id = p.id AND NOT (" + enough("b") + ")) AS little_at,"
                + " p.id AS copy_id"
                + " FROM container c JOIN container_copy p ON p.id = (SELECT MIN(q.id) FROM container_copy q"
                + " JOIN location ql ON ql.id = q.location_id WHERE q.container_id = c.id AND q.presence <> 'GONE'"
                + " AND q.size = c.file_size AND q.reclaimable = c.reclaimable AND ql.configured = TRUE)"
                + " JOIN location l ON l.id = p.location_id LEFT JOIN copy_info i ON i.copy_id = p.id"
                + " WHERE c.gone_since IS NULL AND " + enough("c");
    }

    /** Somebody who is seen at a newer host as well has a chance there. */
    private String oldAgent(List<String> hosts) {
        if (hosts.isEmpty()) {
            return "FALSE";
        }
        String marks = String.join(", ", Collections.nCopies(hosts.size(), "?"));
        arguments.addAll(hosts);
        arguments.addAll(hosts);
        return "(c.sid <> '' AND EXISTS (SELECT 1 FROM host_session s WHERE s.sid = c.sid AND s.host_key IN (" + marks
                + ")) AND NOT EXISTS (SELECT 1 FROM host_session s JOIN session_host h ON h.host_key = s.host_key"
                + " WHERE s.sid = c.sid AND h.fslogix_version <> '' AND h.host_key NOT IN (" + marks + ")))";
    }

    /** With how often in a row, since when, and whether somebody wrote to it between the first and the last of these. */
    private String judged() {
        String seen = "SELECT y.*, (SELECT COUNT(*) FROM growth g WHERE " + inARow() + ") AS observations,"
                + " (SELECT MIN(g.at) FROM growth g WHERE " + inARow() + ") AS since,"
                + " (SELECT MAX(g.at) FROM growth g WHERE " + inARow() + ") AS until FROM (" + sql + ") y";
        return "SELECT z.*, COALESCE(z.observations >= " + OBSERVATIONS
                + " AND EXTRACT(EPOCH FROM z.until) - EXTRACT(EPOCH FROM z.since) >= " + OVER.toSeconds()
                + " AND z.written > EXTRACT(EPOCH FROM z.since) * " + TICKS + " + " + EPOCH
                + ", FALSE) AS had_chance FROM (" + seen + ") z";
    }

    private static String inARow() {
        return "g.copy_id = y.copy_id AND (y.little_at IS NULL OR g.at > y.little_at)";
    }

    private String chosen(String columns) {
        StringBuilder any = new StringBuilder();
        for (Reason reason : Reason.values()) {
            any.append(any.isEmpty() ? "" : " OR ").append("x.").append(column(reason));
        }
        return "SELECT " + columns + " FROM (" + judged() + ") x WHERE " + any;
    }

    private static String column(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    List<NeverCompacted> list(Session session, long offset, int limit) throws SQLException {
        List<Object> all = new ArrayList<>(arguments);
        all.add(limit);
        all.add(offset);
        return session.list(
                chosen("x.*") + " ORDER BY x.reclaimable DESC, x.id LIMIT ? OFFSET ?",
                NeverCompactedQuery::row,
                all.toArray());
    }

    private static NeverCompacted row(Row row) throws SQLException {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        for (Reason reason : Reason.values()) {
            if (row.flag(column(reason))) {
                reasons.add(reason);
            }
        }
        return new NeverCompacted(
                row.number("id"),
                row.text("set_id"),
                row.choice("kind", ContainerKind.class),
                row.text("sid"),
                row.text("account"),
                row.text("base_name"),
                row.text("site_id"),
                row.text("location_id"),
                row.number("file_size"),
                row.number("reclaimable"),
                reasons,
                row.integer("observations"),
                row.time("since"));
    }

    NeverCompactedTotals totals(Session session) throws SQLException {
        StringBuilder sums = new StringBuilder("COUNT(*) AS containers, SUM(x.reclaimable) AS reclaimable");
        for (Reason reason : Reason.values()) {
            String when = "CASE WHEN x." + column(reason) + " THEN ";
            sums.append(", SUM(")
                    .append(when)
                    .append("1 ELSE 0 END) AS ")
                    .append(column(reason))
                    .append("_containers");
            sums.append(", SUM(")
                    .append(when)
                    .append("x.reclaimable ELSE 0 END) AS ")
                    .append(column(reason))
                    .append("_bytes");
        }
        return session.first(
                        chosen(sums.toString()),
                        row -> {
                            Map<Reason, Sum> byReason = new EnumMap<>(Reason.class);
                            for (Reason reason : Reason.values()) {
                                byReason.put(
                                        reason,
                                        new Sum(
                                                row.number(column(reason) + "_containers"),
                                                row.number(column(reason) + "_bytes")));
                            }
                            return new NeverCompactedTotals(
                                    new Sum(row.number("containers"), row.number("reclaimable")), byReason);
                        },
                        arguments.toArray())
                .orElseThrow();
    }
}
