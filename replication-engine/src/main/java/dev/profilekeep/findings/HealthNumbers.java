package dev.profilekeep.findings;

import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what is wrong, by site; the empty id stands for all sites together. */
final class HealthNumbers {
    static final String ALL = "";
    /** Nobody accepted it; one parameter: now. */
    static final String UNACCEPTED =
            "(f.accepted_until IS NULL OR f.accepted_until <= ? OR f.accepted_severity < f.severity)";

    /** In the place of a column: all sites are one. */
    private static final String ONE = "''";

    private static final int WARN = 1;
    private static final int CRITICAL = 2;

    private HealthNumbers() {}

    /** Counted up for one site. */
    private static final class Sum {
        private long containers;
        private long problem;
        private long attention;
        private long neverRead;
        private final long[] severities = new long[CRITICAL + 1];
        private long accepted;
        private long found;
        private long resolved;

        HealthCounts counts() {
            return new HealthCounts(
                    containers,
                    problem,
                    attention,
                    neverRead,
                    severities[CRITICAL],
                    severities[WARN],
                    severities[0],
                    accepted,
                    found,
                    resolved);
        }
    }

    /**
     * @param since what is new or resolved is so since then
     * @param reach only what is within it counts
     */
    static Map<String, HealthCounts> count(Session session, Instant since, Instant now, ReachSql reach)
            throws SQLException {
        Map<String, Sum> sums = new HashMap<>();
        Sum all = sum(sums, ALL);
        String findings = reach.isEverywhere() ? "" : " AND " + reach.findings();
        List<Object> held = reach.findingArguments();
        session.each(
                "SELECT f.site_id, f.severity, COUNT(*) AS found, SUM(CASE WHEN " + UNACCEPTED
                        + " THEN 1 ELSE 0 END) AS counted, SUM(CASE WHEN f.first_seen >= ? AND " + UNACCEPTED
                        + " THEN 1 ELSE 0 END) AS fresh FROM finding f WHERE f.is_open = TRUE" + findings
                        + " GROUP BY f.site_id, f.severity",
                row -> {
                    for (Sum sum : new Sum[] {all, sum(sums, row.text("site_id"))}) {
                        sum.severities[row.integer("severity")] += row.number("counted");
                        sum.accepted += row.number("found") - row.number("counted");
                        sum.found += row.number("fresh");
                    }
                },
                and(held, now, since, now));
        session.each(
                "SELECT f.site_id, COUNT(*) AS gone FROM finding f WHERE f.resolved_at >= ?" + findings
                        + " GROUP BY f.site_id",
                row -> {
                    all.resolved += row.number("gone");
                    sum(sums, row.text("site_id")).resolved += row.number("gone");
                },
                and(held, since));
        worst(session, "f.site_id", now, findings, held, sums);
        worst(session, ONE, now, findings, held, sums);
        String containers = reach.isEverywhere() ? "" : " AND " + reach.containers("c");
        @Nullable Object[] within = and(reach.containerArguments());
        all.containers = session.number("SELECT COUNT(*) FROM container c WHERE 1 = 1" + containers, within);
        all.neverRead =
                session.number("SELECT COUNT(*) FROM container c WHERE c.state = 'UNKNOWN'" + containers, within);
        // A container counts where it has a copy, and where something is found of it: there may be none where one
        // belongs.
        session.each(
                "SELECT h.site_id, COUNT(*) AS here, SUM(CASE WHEN h.state = 'UNKNOWN' THEN 1 ELSE 0 END) AS unread FROM ("
                        + "SELECT s.site_id, c.id, c.state FROM container c JOIN container_site s ON s.container_id = c.id"
                        + " WHERE 1 = 1" + containers
                        + " UNION SELECT f.site_id, c.id, c.state FROM container c JOIN finding f ON f.container_id = c.id"
                        + " WHERE f.is_open = TRUE" + containers + ") h GROUP BY h.site_id",
                row -> {
                    Sum sum = sum(sums, row.text("site_id"));
                    sum.containers = row.number("here");
                    sum.neverRead = row.number("unread");
                },
                twice(within));
        Map<String, HealthCounts> counts = new HashMap<>();
        sums.forEach((site, sum) -> counts.put(site, sum.counts()));
        return counts;
    }

    /** The times of a statement, and after them what it is narrowed to. */
    private static @Nullable Object[] and(List<Object> held, Instant... times) {
        List<Object> all = new ArrayList<>(List.of((Object[]) times));
        all.addAll(held);
        return all.toArray();
    }

    private static @Nullable Object[] twice(@Nullable Object[] arguments) {
        @Nullable Object[] both = Arrays.copyOf(arguments, 2 * arguments.length);
        System.arraycopy(arguments, 0, both, arguments.length, arguments.length);
        return both;
    }

    /** How many containers have what as their worst, by {@code site}: a column, or the constant of all sites. */
    private static void worst(
            Session session, String site, Instant now, String findings, List<Object> held, Map<String, Sum> sums)
            throws SQLException {
        session.each(
                "SELECT w.site, w.worst, COUNT(*) AS containers FROM (SELECT " + site + " AS site, f.container_id,"
                        + " MAX(f.severity) AS worst FROM finding f WHERE f.is_open = TRUE AND f.container_id IS NOT NULL"
                        + " AND f.severity >= " + WARN + " AND " + UNACCEPTED + findings + " GROUP BY "
                        + (site.equals(ONE) ? "" : site + ", ") + "f.container_id) w GROUP BY w.site, w.worst",
                row -> {
                    Sum sum = sum(sums, row.text("site"));
                    if (row.integer("worst") == CRITICAL) {
                        sum.problem = row.number("containers");
                    } else {
                        sum.attention = row.number("containers");
                    }
                },
                and(held, now));
    }

    private static Sum sum(Map<String, Sum> sums, String site) {
        return sums.computeIfAbsent(site, id -> new Sum());
    }

    /** Writes down today's numbers, in place of what stood there of today. */
    static void remember(Session session, ZoneId zone, Instant now) throws SQLException {
        LocalDate today = LocalDate.ofInstant(now, zone);
        Map<String, HealthCounts> counts =
                count(session, today.atStartOfDay(zone).toInstant(), now, ReachSql.EVERYWHERE);
        session.update("DELETE FROM health_day WHERE on_day = ?", today);
        List<@Nullable Object[]> rows = new ArrayList<>();
        counts.forEach((site, count) -> rows.add(new @Nullable Object[] {
            today,
            site,
            count.containers(),
            count.problem(),
            count.attention(),
            count.neverRead(),
            count.critical(),
            count.warn(),
            count.info(),
            count.accepted(),
            count.found(),
            count.resolved()
        }));
        session.batch(
                "INSERT INTO health_day (on_day, site_id, containers, problem, attention, never_read, critical, warn, info,"
                        + " accepted, found, resolved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    static List<HealthDay> history(Session session, LocalDate from) throws SQLException {
        return session.list(
                "SELECT * FROM health_day WHERE on_day >= ? ORDER BY on_day, site_id",
                row -> new HealthDay(
                        LocalDate.parse(row.text("on_day")),
                        row.text("site_id"),
                        new HealthCounts(
                                row.number("containers"),
                                row.number("problem"),
                                row.number("attention"),
                                row.number("never_read"),
                                row.number("critical"),
                                row.number("warn"),
                                row.number("info"),
                                row.number("accepted"),
                                row.number("found"),
                                row.number("resolved"))),
                from);
    }
}
