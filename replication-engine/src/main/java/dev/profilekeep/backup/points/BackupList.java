package dev.profilekeep.backup.points;

import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.SearchText;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.storage.StoredFile;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every container with what it can go back to: whom nobody could bring back is in it too. Safe for several threads. */
public final class BackupList {
    private static final String POINTS =
            "(SELECT container_key, " + RestorePoints.NEWEST + " AS newest, MIN(moment) AS oldest,"
                    + " COUNT(DISTINCT moment) AS points FROM restore_point WHERE goes_at IS NULL OR goes_at > ? GROUP BY container_key) p";
    private static final String FROM = " FROM container c LEFT JOIN " + POINTS + " ON p.container_key = c.identity_key";

    private static final String TRIED = " LEFT JOIN container_backup b ON b.container_key = c.identity_key";

    private final Database database;
    private final Clock clock;

    public BackupList(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How well somebody is protected. */
    public enum Standing {
        /** There is no backup at all. */
        NONE,
        /** The newest one is older than it may be. */
        OLD,
        FRESH
    }

    /**
     * Which containers; empty sets and texts do not narrow.
     *
     * @param kinds those that are backed up
     * @param old a newest backup of before then is {@link Standing#OLD}
     */
    public record Filter(String text, Set<ContainerKind> kinds, Set<Standing> standings, Instant old, Reach reach) {
        public Filter {
            kinds = Set.copyOf(kinds);
            standings = Set.copyOf(standings);
        }
    }

    /** In which order. Who has no backup comes first where the oldest do. */
    public enum Sort {
        OLDEST_FIRST("p.newest ASC NULLS FIRST, c.account_sort, c.id"),
        NEWEST_FIRST("p.newest DESC NULLS LAST, c.account_sort, c.id"),
        ACCOUNT("c.account_sort, c.id"),
        ACCOUNT_DOWN("c.account_sort DESC, c.id DESC");

        private final String sql;

        Sort(String sql) {
            this.sql = sql;
        }
    }

    /** How many containers of a filter stand how. */
    public record Totals(long all, long none, long old) {
        public long fresh() {
            return all - none - old;
        }
    }

    /** A repository as the catalog knows it. */
    public record Known(
            @Nullable Instant readAt,
            String problem,
            @Nullable Instant problemSince,
            long containers,
            long points,
            @Nullable Instant newest,
            @Nullable Instant oldest) {}

    public List<ContainerBackup> list(Filter filter, Sort sort, long offset, int limit) {
        List<Object> arguments = ofPoints();
        String where = where(filter, arguments);
        return database.<List<ContainerBackup>, RuntimeException>call(session -> session.list(
                "SELECT c.id, c.set_id, c.kind, c.sid, c.account, c.sites, c.last_written, p.newest, p.oldest,"
                        + " COALESCE(p.points, 0) AS points, b.in_use_since" + FROM + TRIED + where + " ORDER BY "
                        + sort.sql + " LIMIT "
                        + Math.max(0, limit) + " OFFSET " + Math.max(0, offset),
                BackupList::read,
                arguments.toArray()));
    }

    public long count(Filter filter) {
        List<Object> arguments = ofPoints();
        String where = where(filter, arguments);
        return database.<Long, RuntimeException>call(
                session -> session.number("SELECT COUNT(*)" + FROM + where, arguments.toArray()));
    }

    /** Counts what the filter lets through, whatever it says of standings. */
    public Totals totals(Filter filter) {
        Filter all = new Filter(filter.text(), filter.kinds(), Set.of(), filter.old(), filter.reach());
        List<Object> arguments = ofPoints();
        arguments.add(0, filter.old());
        String where = where(all, arguments);
        return database.<Totals, RuntimeException>call(session -> session.first(
                        "SELECT COUNT(*) AS n, SUM(CASE WHEN p.newest IS NULL THEN 1 ELSE 0 END) AS without,"
                                + " SUM(CASE WHEN p.newest < ? THEN 1 ELSE 0 END) AS aged" + FROM + where,
                        row -> new Totals(row.number("n"), row.number("without"), row.number("aged")),
                        arguments.toArray())
                .orElse(new Totals(0, 0, 0)));
    }

    /** What is known of a repository. */
    public Known known(String repositoryId) {
        return database.<Known, RuntimeException>call(session -> {
            Optional<Known> state = session.first(
                    "SELECT read_at, problem, problem_since FROM repository_state WHERE repository_id = ?",
                    row -> new Known(
                            row.time("read_at"), row.text("problem"), row.time("problem_since"), 0, 0, null, null),
                    repositoryId);
            Known before = state.orElse(new Known(null, "", null, 0, 0, null, null));
            return session.first(
                            "SELECT COUNT(DISTINCT container_key) AS containers, COUNT(*) AS points, "
                                    + RestorePoints.NEWEST
                                    + " AS newest, MIN(moment) AS oldest FROM restore_point WHERE repository_id = ? AND"
                                    + " (goes_at IS NULL OR goes_at > ?)",
                            row -> new Known(
                                    before.readAt(),
                                    before.problem(),
                                    before.problemSince(),
                                    row.number("containers"),
                                    row.number("points"),
                                    row.time("newest"),
                                    row.time("oldest")),
                            StorageClock.latest(clock.instant()),
                            repositoryId,
                            clock.instant())
                    .orElse(before);
        });
    }

    /** Of {@link #POINTS}. */
    private List<Object> ofPoints() {
        Instant now = clock.instant();
        return new ArrayList<>(List.of(StorageClock.latest(now), now));
    }

    private static String where(Filter filter, List<Object> arguments) {
        List<String> terms = new ArrayList<>();
        SearchText.terms(filter.text(), terms, arguments);
        if (!filter.kinds().isEmpty()) {
            terms.add("c.kind IN (" + marks(filter.kinds()) + ")");
            arguments.addAll(filter.kinds());
        }
        if (!filter.reach().isEverywhere()) {
            terms.add(filter.reach().term("c", arguments));
        }
        if (!filter.standings().isEmpty()) {
            List<String> any = new ArrayList<>();
            for (Standing standing : filter.standings()) {
                switch (standing) {
                    case NONE -> any.add("p.newest IS NULL");
                    case OLD -> {
                        any.add("p.newest < ?");
                        arguments.add(filter.old());
                    }
                    case FRESH -> {
                        any.add("p.newest >= ?");
                        arguments.add(filter.old());
                    }
                }
            }
            terms.add("(" + String.join(" OR ", any) + ")");
        }
        return terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
    }

    private static String marks(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    private static ContainerBackup read(Row row) throws SQLException {
        long written = row.number("last_written");
        String sites = row.text("sites");
        return new ContainerBackup(
                row.number("id"),
                row.text("set_id"),
                row.choice("kind", ContainerKind.class),
                row.text("sid"),
                row.text("account"),
                sites.isEmpty() ? List.of() : Arrays.asList(sites.split(",")),
                row.time("newest"),
                row.time("oldest"),
                row.number("points"),
                row.time("in_use_since"),
                written < 0 ? null : StoredFile.toInstant(written));
    }
}
