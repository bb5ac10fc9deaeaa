package dev.profilekeep.findings;

import dev.profilekeep.catalog.CatalogJson;
import dev.profilekeep.catalog.SearchText;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.findings.FindingFilter.Accepted;
import dev.profilekeep.findings.FindingFilter.Status;
import dev.profilekeep.health.FindingKind;
import dev.profilekeep.health.Severity;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter as SQL over {@code finding f}. Nothing that a person typed becomes part of the text. */
record FindingSql(String where, @Nullable Object[] arguments) {
    private static final String FROM = " FROM finding f LEFT JOIN container c ON c.id = f.container_id";
    private static final String COLUMNS = "f.*, c.set_id, c.kind, c.sid, c.account, c.base_name,"
            + " (SELECT j.judged_at FROM health_judge j WHERE j.id = 1) AS judged_at";

    /** @param reach that of the filter */
    static FindingSql of(FindingFilter filter, ReachSql reach, Instant now) {
        List<String> terms = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        boolean open = filter.status() == Status.OPEN;
        terms.add("f.is_open = " + (open ? "TRUE" : "FALSE"));
        Instant since = filter.since();
        if (since != null) {
            terms.add((open ? "f.first_seen" : "f.resolved_at") + " >= ?");
            arguments.add(since);
        }
        Instant before = filter.before();
        if (before != null) {
            terms.add((open ? "f.first_seen" : "f.resolved_at") + " < ?");
            arguments.add(before);
        }
        if (filter.container() != null) {
            terms.add("f.container_id = ?");
            arguments.add(filter.container());
        }
        switch (filter.about()) {
            case ANYTHING -> {}
            case CONTAINERS -> terms.add("f.container_id IS NOT NULL");
            case LOCATIONS -> terms.add("f.container_id IS NULL AND f.repository_id = ''");
            case REPOSITORIES -> terms.add("f.container_id IS NULL AND f.repository_id <> ''");
        }
        if (open && filter.accepted() != Accepted.SHOWN) {
            boolean only = filter.accepted() == Accepted.ONLY;
            terms.add((only ? "NOT " : "") + HealthNumbers.UNACCEPTED);
            arguments.add(now);
        }
        SearchText.terms(filter.text(), terms, arguments);
        in("f.site_id", filter.sites(), terms, arguments);
        in("c.kind", filter.kinds(), terms, arguments);
        in("f.code", filter.codes().stream().map(FindingKind::name).toList(), terms, arguments);
        in("f.severity", filter.severities().stream().map(Severity::ordinal).toList(), terms, arguments);
        if (!reach.isEverywhere()) {
            terms.add(reach.findings());
            arguments.addAll(reach.findingArguments());
        }
        return new FindingSql(" WHERE " + String.join(" AND ", terms), arguments.toArray());
    }

    private static void in(String column, Collection<?> values, List<String> terms, List<Object> arguments) {
        if (!values.isEmpty()) {
            terms.add(column + " IN (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")");
            arguments.addAll(values);
        }
    }

    String select() {
        return "SELECT " + COLUMNS + FROM + where;
    }

    String count() {
        return "SELECT COUNT(*)" + FROM + where;
    }

    static String orderBy(FindingFilter filter, FindingSort sort) {
        String direction = sort.descending() ? " DESC" : "";
        // One value alone, but the indexes begin with it, and H2 reads only in the order of a whole index. The few of
        // one
        // container are better sorted than looked for in that order.
        String open = filter.container() == null ? "f.is_open" + direction + ", " : "";
        String columns =
                switch (sort.column()) {
                    case SEVERITY -> open + "f.severity" + direction + ", f.first_seen";
                    case FIRST_SEEN -> open + "f.first_seen";
                    case ACCOUNT -> "c.account_sort";
                    case SITE -> open + "f.site_id";
                    case CODE -> open + "f.code";
                };
        return " ORDER BY " + columns + direction + ", f.id" + direction;
    }

    /** @param now an acceptance that has ended by then is none */
    static FindingRow read(Row row, Instant now) throws SQLException {
        Long container = row.numberOrNull("container_id");
        String location = row.text("location_id");
        String repository = row.text("repository_id");
        Severity severity = Severity.values()[row.integer("severity")];
        Instant until = row.time("accepted_until");
        boolean accepted =
                until != null && until.isAfter(now) && row.integer("accepted_severity") >= severity.ordinal();
        Instant judged = row.time("judged_at");
        return new FindingRow(
                row.number("id"),
                container == null
                        ? null
                        : new FindingRow.About(
                                container,
                                row.text("set_id"),
                                row.choice("kind", ContainerKind.class),
                                row.text("sid"),
                                row.text("account"),
                                row.text("base_name")),
                row.text("site_id"),
                location.isEmpty() ? null : location,
                repository.isEmpty() ? null : repository,
                FindingKind.of(row.text("code")),
                severity,
                CatalogJson.facts(row.text("facts")),
                row.when("first_seen"),
                row.flag("is_open") && judged != null ? judged : row.when("last_seen"),
                row.time("resolved_at"),
                until != null && accepted
                        ? new Acceptance(
                                row.text("accepted_by"),
                                row.text("accepted_name"),
                                row.when("accepted_at"),
                                until,
                                row.text("accepted_reason"))
                        : null);
    }
}
