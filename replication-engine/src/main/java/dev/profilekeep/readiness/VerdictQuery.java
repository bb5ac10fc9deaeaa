package dev.profilekeep.readiness;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.SearchText;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads verdicts and numbers. Nothing that a person typed becomes part of a statement. */
final class VerdictQuery {
    private static final String FROM = " FROM readiness r JOIN container c ON c.id = r.container_id";

    private final String where;
    private final List<Object> arguments = new ArrayList<>();

    VerdictQuery(ReadyFilter filter) {
        List<String> terms = new ArrayList<>();
        equal("r.active_site", filter.activeSite(), terms);
        equal("r.site_id", filter.siteId(), terms);
        if (!filter.words().isEmpty()) {
            terms.add("r.word_rank IN (" + People.marks(filter.words()) + ")");
            filter.words().forEach(word -> arguments.add(VerdictTable.rank(word)));
        }
        if (filter.oneCopy()) {
            terms.add("r.one_copy = TRUE");
        }
        if (filter.diverged()) {
            terms.add("r.diverged = TRUE");
        }
        SearchText.terms(filter.text(), terms, arguments);
        if (!filter.reach().isEverywhere()) {
            terms.add(filter.reach().term("c", arguments));
        }
        where = terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
    }

    private void equal(String column, String value, List<String> terms) {
        if (!value.isEmpty()) {
            terms.add(column + " = ?");
            arguments.add(value);
        }
    }

    List<ReadyPerson> list(Session session, ReadySort sort, long offset, int limit) throws SQLException {
        String down = sort.descending() ? " DESC" : "";
        String column =
                switch (sort.column()) {
                    case ACCOUNT -> "c.account_sort" + down;
                    case WORD -> "r.word_rank" + down + ", c.account_sort";
                    case LOSS -> "r.loss_seconds" + down + ", c.account_sort";
                    case AS_OF ->
                        "r.as_of" + (sort.descending() ? " DESC NULLS LAST" : " NULLS FIRST") + ", c.account_sort";
                };
        return session.list(
                "SELECT r.*, c.account, c.sid" + FROM + where + " ORDER BY " + column
                        + ", r.person_key, r.set_id, r.site_id LIMIT " + limit + " OFFSET " + offset,
                VerdictQuery::person,
                arguments.toArray());
    }

    long count(Session session) throws SQLException {
        return session.number("SELECT COUNT(*)" + FROM + where, arguments.toArray());
    }

    /** What is known of the person of a container, site by site; the active one first. */
    static List<ReadyPerson> ofContainer(Session session, long containerId) throws SQLException {
        return session.list(
                "SELECT r.*, c.account, c.sid" + FROM + " WHERE EXISTS (SELECT 1 FROM container k WHERE k.id = ?"
                        + " AND k.set_id = r.set_id AND (r.container_id = k.id OR k.sid <> '' AND r.person_key = k.sid))"
                        + " ORDER BY CASE WHEN r.site_id = r.active_site THEN 0 ELSE 1 END, r.site_id",
                VerdictQuery::person,
                containerId);
    }

    private static ReadyPerson person(Row row) throws SQLException {
        return new ReadyPerson(
                row.text("set_id"),
                row.text("active_site"),
                row.text("site_id"),
                row.number("container_id"),
                row.text("account"),
                row.text("sid"),
                row.choice("word", ReadyWord.class),
                row.text("reason"),
                time(row.number("loss_seconds")),
                row.flag("one_copy"),
                row.flag("diverged"),
                row.when("judged_at"),
                row.time("as_of"),
                EvidenceJson.read(row.text("evidence")));
    }

    private static @Nullable Duration time(long seconds) {
        return seconds < 0 ? null : Duration.ofSeconds(seconds);
    }

    private record Pair(
            String active,
            String site,
            long ready,
            long degraded,
            long notReady,
            long unknown,
            long oneCopy,
            long diverged,
            long losses,
            long worst,
            long neverUnknown,
            @Nullable Instant unknownSince,
            Instant judged) {}

    /** The numbers of every pair of sites, those of the active site with itself included. */
    static List<SiteReadiness> sites(Session session, Reach reach) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        String within = reach.isEverywhere() ? "" : " WHERE " + reach.term("c", arguments);
        List<Pair> pairs = session.list(
                "SELECT r.active_site, r.site_id, SUM(CASE WHEN r.word_rank = 3 THEN 1 ELSE 0 END) AS ready,"
                        + " SUM(CASE WHEN r.word_rank = 2 THEN 1 ELSE 0 END) AS degraded,"
                        + " SUM(CASE WHEN r.word_rank = 0 THEN 1 ELSE 0 END) AS not_ready,"
                        + " SUM(CASE WHEN r.word_rank = 1 THEN 1 ELSE 0 END) AS unknown_people,"
                        + " SUM(CASE WHEN r.one_copy THEN 1 ELSE 0 END) AS one_copies,"
                        + " SUM(CASE WHEN r.diverged THEN 1 ELSE 0 END) AS diverged_people,"
                        + " SUM(CASE WHEN r.loss_seconds >= 0 THEN 1 ELSE 0 END) AS losses,"
                        + " MAX(r.loss_seconds) AS worst,"
                        + " SUM(CASE WHEN r.word_rank = 1 AND r.as_of IS NULL THEN 1 ELSE 0 END) AS never_looked,"
                        + " MIN(CASE WHEN r.word_rank = 1 THEN r.as_of END) AS unknown_since,"
                        + " MIN(r.judged_at) AS judged" + FROM + within
                        + " GROUP BY r.active_site, r.site_id ORDER BY r.active_site, r.site_id",
                row -> new Pair(
                        row.text("active_site"),
                        row.text("site_id"),
                        row.number("ready"),
                        row.number("degraded"),
                        row.number("not_ready"),
                        row.number("unknown_people"),
                        row.number("one_copies"),
                        row.number("diverged_people"),
                        row.number("losses"),
                        row.number("worst"),
                        row.number("never_looked"),
                        row.time("unknown_since"),
                        row.when("judged")),
                arguments.toArray());
        List<SiteReadiness> sites = new ArrayList<>();
        for (Pair pair : pairs) {
            sites.add(new SiteReadiness(
                    pair.active(),
                    pair.site(),
                    pair.ready(),
                    pair.degraded(),
                    pair.notReady(),
                    pair.unknown(),
                    median(session, pair, reach),
                    time(pair.worst()),
                    pair.oneCopy(),
                    pair.diverged(),
                    pair.neverUnknown() > 0 ? null : pair.unknownSince(),
                    pair.judged()));
        }
        return sites;
    }

    /** The lower one of the two in the middle, where there are two. */
    private static @Nullable Duration median(Session session, Pair pair, Reach reach) throws SQLException {
        if (pair.losses() == 0) {
            return null;
        }
        List<Object> arguments = new ArrayList<>(List.of(pair.active(), pair.site()));
        String within = reach.isEverywhere() ? "" : " AND " + reach.term("c", arguments);
        return time(session.number(
                "SELECT r.loss_seconds" + FROM + " WHERE r.active_site = ? AND r.site_id = ? AND r.loss_seconds >= 0"
                        + within + " ORDER BY r.loss_seconds LIMIT 1 OFFSET " + (pair.losses() - 1) / 2,
                arguments.toArray()));
    }

    /** The last days, the oldest first. */
    static List<ReadinessDay> days(Session session, LocalDate since) throws SQLException {
        return session.list(
                "SELECT CAST(on_day AS VARCHAR(10)) AS told, active_site, site_id, ready, degraded, not_ready, not_known,"
                        + " median_loss, worst_loss, one_copy, diverged FROM readiness_day WHERE on_day >= ?"
                        + " ORDER BY on_day, active_site, site_id",
                row -> new ReadinessDay(
                        LocalDate.parse(row.text("told")),
                        row.text("active_site"),
                        row.text("site_id"),
                        row.number("ready"),
                        row.number("degraded"),
                        row.number("not_ready"),
                        row.number("not_known"),
                        time(row.number("median_loss")),
                        time(row.number("worst_loss")),
                        row.number("one_copy"),
                        row.number("diverged")),
                since);
    }
}
