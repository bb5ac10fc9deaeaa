package dev.profilekeep.catalog;

import dev.profilekeep.catalog.CopyDetail.Presence;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of containers. A list is answered from one table, so that it stays quick with hundreds of thousands. Safe
 * for several threads.
 */
public final class Containers {
    private static final String PEOPLE =
            "COUNT(DISTINCT CASE WHEN c.sid = '' THEN CAST(c.id AS VARCHAR(20)) ELSE c.sid END)";

    private static final String ROW = "c.id, c.set_id, c.kind, c.sid, c.account, c.base_name, c.state, c.finding_codes,"
            + " c.sites, c.locked, c.virtual_size, c.file_size, c.used, c.free, c.reclaimable, c.last_written, c.last_seen";

    private final Database database;
    private final List<SiteView> sites;

    public Containers(Database database, ProfileKeepConfig config) {
        this.database = database;
        this.sites = config.sites().stream()
                .map(site -> new SiteView(site.id(), site.name(), site.zone()))
                .toList();
    }

    /** A page of the list. */
    public List<ContainerRow> find(ContainerFilter filter, ContainerSort sort, long offset, int limit) {
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("offset and limit are not negative: " + offset + ", " + limit);
        }
        FilterSql where = FilterSql.of(filter);
        String sql = "SELECT " + ROW + " FROM container c" + where.text() + FilterSql.orderBy(sort) + " LIMIT " + limit
                + " OFFSET " + offset;
        return database.<List<ContainerRow>, RuntimeException>call(
                session -> session.list(sql, Containers::row, where.arguments()));
    }

    /** All of the list, in its order, one after another; few are held in memory. */
    public void forEach(ContainerFilter filter, ContainerSort sort, Consumer<ContainerRow> each) {
        FilterSql where = FilterSql.of(filter);
        String sql = "SELECT " + ROW + " FROM container c" + where.text() + FilterSql.orderBy(sort);
        database.<RuntimeException>run(session -> session.each(sql, row -> each.accept(row(row)), where.arguments()));
    }

    public long count(ContainerFilter filter) {
        FilterSql where = FilterSql.of(filter);
        String sql = "SELECT COUNT(*) FROM container c" + where.text();
        return database.<Long, RuntimeException>call(session -> session.number(sql, where.arguments()));
    }

    /** How many people have these containers; each one without a SID counts as somebody of their own. */
    public long people(ContainerFilter filter) {
        FilterSql where = FilterSql.of(filter);
        return database.<Long, RuntimeException>call(
                session -> session.number("SELECT " + PEOPLE + " FROM container c" + where.text(), where.arguments()));
    }

    /** How many people have a copy at one of these locations, as far as {@code reach} lets them be seen; who has no SID counts by container. */
    public long peopleAt(Set<String> locationIds, Reach reach) {
        if (locationIds.isEmpty()) {
            return 0;
        }
        FilterSql where = FilterSql.of(ContainerFilter.ALL.within(reach));
        String marks = String.join(", ", Collections.nCopies(locationIds.size(), "?"));
        String sql = "SELECT " + PEOPLE + " FROM container c" + where.text()
                + (where.text().isBlank() ? " WHERE" : " AND")
                + " EXISTS (SELECT 1 FROM container_copy p WHERE p.container_id = c.id AND p.presence <> 'GONE'"
                + " AND p.location_id IN (" + marks + "))";
        List<Object> arguments = new ArrayList<>(List.of(where.arguments()));
        arguments.addAll(locationIds);
        return database.<Long, RuntimeException>call(session -> session.number(sql, arguments.toArray()));
    }

    /**
     * How many containers have which finding at one of these locations. A finding of the container as a whole counts where it
     * has, or had, a copy.
     */
    public Map<FindingCode, Long> findingsAt(Set<String> locationIds) {
        Map<FindingCode, Long> found = new EnumMap<>(FindingCode.class);
        String marks = String.join(", ", Collections.nCopies(locationIds.size(), "?"));
        String sql =
                "SELECT c.finding_codes, c.findings, (SELECT COUNT(*) FROM container_copy p WHERE p.container_id = c.id"
                        + " AND p.location_id IN (" + marks + ")) AS here FROM container c WHERE c.finding_codes <> ''";
        database.<RuntimeException>run(session -> session.each(
                sql,
                row -> {
                    boolean here = row.number("here") > 0;
                    List<Finding> findings = CatalogJson.findings(row.text("findings"));
                    Stream<FindingCode> codes = findings.isEmpty() // there were too many to be kept
                            ? words(row.text("finding_codes"))
                                    .map(FindingCode::valueOf)
                                    .filter(code -> here)
                            : findings.stream()
                                    .filter(finding -> finding.location() == null
                                            ? here
                                            : locationIds.contains(finding.location()))
                                    .map(Finding::code);
                    codes.distinct().forEach(code -> found.merge(code, 1L, Long::sum));
                },
                locationIds.toArray()));
        return found;
    }

    public ContainerTotals totals(ContainerFilter filter) {
        FilterSql where = FilterSql.of(filter);
        String sql = "SELECT COUNT(*) AS containers, COALESCE(SUM(c.copies), 0) AS copies,"
                + " COALESCE(SUM(c.sum_file_size), 0) AS file_bytes, COALESCE(SUM(c.sum_used), 0) AS used_bytes,"
                + " COALESCE(SUM(c.sum_reclaimable), 0) AS reclaimable_bytes,"
                + " COALESCE(SUM(CASE WHEN c.unread_copies > 0 THEN 1 ELSE 0 END), 0) AS unread"
                + " FROM container c" + where.text();
        return database.<ContainerTotals, RuntimeException>call(session -> session.first(
                        sql,
                        row -> new ContainerTotals(
                                row.number("containers"),
                                row.number("copies"),
                                row.number("file_bytes"),
                                row.number("used_bytes"),
                                row.number("reclaimable_bytes"),
                                row.number("unread")),
                        where.arguments())
                .orElseThrow());
    }

    public Optional<ContainerDetail> detail(long id) {
        return database.<Optional<ContainerDetail>, RuntimeException>call(session -> detail(session, id));
    }

    /**
     * Containers and where their copies lie, in one transaction: without findings, growth and what is inside. One that is not
     * known, or not any more, is not there.
     */
    public Map<Long, ContainerDetail> whereabouts(Collection<Long> ids) {
        return located(ids, "'' AS info", "");
    }

    /** As {@link #whereabouts}, and what is inside the copies: that is much, so some hundred at a time. */
    public Map<Long, ContainerDetail> withDisks(Collection<Long> ids) {
        return located(ids, "i.info", " LEFT JOIN copy_info i ON i.copy_id = p.id");
    }

    private Map<Long, ContainerDetail> located(Collection<Long> ids, String info, String join) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
        return database.<Map<Long, ContainerDetail>, RuntimeException>call(session -> {
            Map<Long, List<CopyDetail>> copies = new HashMap<>();
            session.each(
                    "SELECT p.*, l.site_id, " + info + " FROM container_copy p JOIN location l ON l.id = p.location_id"
                            + join + " WHERE p.container_id IN (" + marks + ") AND l.configured = TRUE ORDER BY p.id",
                    row -> copies.computeIfAbsent(row.number("container_id"), id -> new ArrayList<>())
                            .add(copy(row)),
                    ids.toArray());
            Map<Long, ContainerDetail> found = new HashMap<>();
            session.each(
                    "SELECT " + ROW + " FROM container c WHERE c.id IN (" + marks + ")",
                    row -> {
                        ContainerRow container = row(row);
                        List<CopyDetail> its = copies.getOrDefault(container.id(), new ArrayList<>());
                        inOrder(its, container.sites());
                        found.put(container.id(), new ContainerDetail(container, its, List.of(), List.of()));
                    },
                    ids.toArray());
            return found;
        });
    }

    private static void inOrder(List<CopyDetail> copies, List<String> sites) {
        copies.sort(Comparator.comparingInt(
                copy -> sites.contains(copy.siteId()) ? sites.indexOf(copy.siteId()) : sites.size()));
    }

    /** The containers of one person, told by SID alone. */
    public List<ContainerDetail> ofPerson(String sid) {
        if (sid.isEmpty()) {
            return List.of();
        }
        return database.<List<ContainerDetail>, RuntimeException>call(session -> {
            List<ContainerDetail> details = new ArrayList<>();
            for (long id : session.list(
                    "SELECT id FROM container WHERE sid = ? ORDER BY kind DESC, set_id, id",
                    row -> row.number("id"),
                    sid)) {
                detail(session, id).ifPresent(details::add);
            }
            return details;
        });
    }

    /** The containers of these people, as far as {@code reach} lets them be seen; profiles first. Whoever has no SID has none here. */
    public List<ContainerRow> ofPeople(Collection<String> sids, Reach reach) {
        List<Object> arguments =
                new ArrayList<>(sids.stream().filter(sid -> !sid.isEmpty()).toList());
        if (arguments.isEmpty()) {
            return List.of();
        }
        String marks = String.join(", ", Collections.nCopies(arguments.size(), "?"));
        String sql = "SELECT " + ROW + " FROM container c WHERE c.sid IN (" + marks + ") AND "
                + reach.term("c", arguments) + " ORDER BY c.kind DESC, c.set_id, c.id";
        return database.<List<ContainerRow>, RuntimeException>call(
                session -> session.list(sql, Containers::row, arguments.toArray()));
    }

    /** The containers of whoever has exactly this account name, in any case, as far as {@code reach} lets them be seen. */
    public List<ContainerRow> called(String account, Reach reach) {
        List<Object> arguments = new ArrayList<>(List.of(AccountOrder.key(account)));
        String sql = "SELECT " + ROW + " FROM container c WHERE c.account_sort = ? AND " + reach.term("c", arguments)
                + " ORDER BY c.sid, c.kind DESC, c.set_id, c.id";
        return database.<List<ContainerRow>, RuntimeException>call(
                session -> session.list(sql, Containers::row, arguments.toArray()).stream()
                        .filter(row -> SearchKey.of(row.account()).equals(SearchKey.of(account))) // 007 sorts as 7 does
                        .toList());
    }

    /** What the last inventory of each location could not read, worst first: whole locations, folders, disks. */
    public List<Unread> unread() {
        return database.<List<Unread>, RuntimeException>call(session -> session.list(
                "SELECT u.location_id, u.path, u.kind, u.reason, u.at FROM unread u JOIN location l"
                        + " ON l.id = u.location_id AND l.unread_run = u.run_id WHERE l.configured = TRUE"
                        + " ORDER BY CASE WHEN u.path = '' THEN 0 ELSE 1 END, u.location_id, u.kind, u.path",
                row -> new Unread(
                        row.text("location_id"),
                        row.text("path").isEmpty() ? Unread.ROOT : row.text("path"),
                        row.text("kind"),
                        row.text("reason"),
                        row.when("at"))));
    }

    public List<SiteView> sites() {
        return sites;
    }

    private static Optional<ContainerDetail> detail(Session session, long id) throws SQLException {
        Optional<ContainerRow> found =
                session.first("SELECT " + ROW + " FROM container c WHERE c.id = ?", Containers::row, id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<CopyDetail> copies = session.list(
                "SELECT p.*, l.site_id, i.info FROM container_copy p JOIN location l ON l.id = p.location_id"
                        + " LEFT JOIN copy_info i ON i.copy_id = p.id"
                        + " WHERE p.container_id = ? AND l.configured = TRUE ORDER BY p.id",
                Containers::copy,
                id);
        inOrder(copies, found.get().sites());
        List<Finding> findings = session.first(
                        "SELECT findings FROM container WHERE id = ?",
                        row -> CatalogJson.findings(row.text("findings")),
                        id)
                .orElse(List.of());
        List<GrowthPoint> growth = session.list(
                "SELECT g.at, g.file_size, g.virtual_size, g.used, g.reclaimable, l.site_id FROM growth g"
                        + " JOIN container_copy p ON p.id = g.copy_id JOIN location l ON l.id = p.location_id"
                        + " WHERE p.container_id = ? AND l.configured = TRUE ORDER BY g.at, g.copy_id",
                row -> new GrowthPoint(
                        row.when("at"),
                        row.text("site_id"),
                        row.number("file_size"),
                        Math.max(0, row.number("virtual_size")),
                        row.known("used"),
                        row.known("reclaimable")),
                id);
        return Optional.of(new ContainerDetail(found.get(), copies, findings, growth));
    }

    private static ContainerRow row(Row row) throws SQLException {
        return new ContainerRow(
                row.number("id"),
                row.text("set_id"),
                row.choice("kind", ContainerKind.class),
                row.text("sid"),
                row.text("account"),
                row.text("base_name"),
                row.choice("state", ContainerState.class),
                words(row.text("finding_codes")).map(FindingCode::valueOf).toList(),
                words(row.text("sites")).toList(),
                row.flag("locked"),
                row.known("virtual_size"),
                row.known("file_size"),
                row.known("used"),
                row.known("free"),
                row.known("reclaimable"),
                time(row.number("last_written")),
                time(row.number("last_seen")));
    }

    private static Stream<String> words(String text) {
        return text.isEmpty() ? Stream.empty() : Arrays.stream(text.split(","));
    }

    private static @Nullable Instant time(long fileTime) {
        return fileTime < 0 ? null : StoredFile.toInstant(fileTime);
    }

    private static CopyDetail copy(Row row) throws SQLException {
        StoragePath path = StoragePath.of(row.text("path"));
        StoredFile file = new StoredFile(
                path,
                false,
                row.number("size"),
                row.number("allocated"),
                row.number("created"),
                row.number("written"),
                row.number("changed"),
                row.number("file_id"),
                row.integer("attributes"));
        String json = row.text("info");
        DiskInfo info = json.isEmpty() ? null : CatalogJson.info(json);
        String reason = row.text("reason");
        return new CopyDetail(
                row.number("id"),
                row.text("location_id"),
                row.text("site_id"),
                path,
                row.choice("presence", Presence.class),
                file,
                info,
                row.time("info_at"),
                row.time("checked_at"),
                reason.isEmpty() ? null : reason,
                CatalogJson.sidecars(row.text("sidecars")));
    }
}
