package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.InventoryPolicy;
import dev.profilekeep.findings.FindingBook;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.LocationRules;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The end of an inventory: who is gone, what is wrong, how it grew. Part of one transaction. */
final class Conclusion {
    private final InventoryPolicy policy;
    private final Summaries summaries;
    private final FindingBook book;

    Conclusion(InventoryPolicy policy, Summaries summaries, FindingBook book) {
        this.policy = policy;
        this.summaries = summaries;
        this.book = book;
    }

    /** @return how many copies are gone since the last time */
    long conclude(Session session, long runId, Instant now) throws SQLException {
        book.begin(session);
        // Listed for the first time, and removed before it was looked at: it never was.
        session.update(
                "DELETE FROM container_copy WHERE listed_run = 0 AND first_run = ? AND EXISTS"
                        + " (SELECT 1 FROM inventory_item i WHERE i.run_id = ? AND i.outcome = 'VANISHED'"
                        + " AND i.location_id = container_copy.location_id AND i.path_key = container_copy.path_key)",
                runId,
                runId);
        notReached(session, runId);
        long gone = gone(session, runId, now);
        session.update(
                "UPDATE location SET problem = (SELECT r.reason FROM inventory_location r WHERE r.run_id = ? AND"
                        + " r.location_id = location.id AND r.listing = 'FAILED'), unread_run = ?, last_listed ="
                        + " COALESCE((SELECT r.listed_at FROM inventory_location r WHERE r.run_id = ? AND"
                        + " r.location_id = location.id), last_listed)"
                        + " WHERE id IN (SELECT location_id FROM inventory_location WHERE run_id = ?)",
                runId,
                runId,
                runId,
                runId);
        Emptied.forgetConfirmations(session, runId);
        // A copy that now belongs to another container may have been the last of its old one.
        session.update("DELETE FROM container WHERE NOT EXISTS"
                + " (SELECT 1 FROM container_copy p WHERE p.container_id = container.id)");
        grow(session, runId, now);
        judge(session, true, now);
        forget(session, now);
        return gone;
    }

    /** Judges all containers and locations anew, without an inventory: what they are judged by has changed. */
    void judgeAnew(Session session, Instant now) throws SQLException {
        book.begin(session);
        judge(session, false, now);
    }

    /** Judges some containers anew by the sources that give {@code code}. */
    void judgeAnew(Session session, FindingCode code, Collection<Long> containers, Instant now) throws SQLException {
        book.begin(session);
        summaries.follow(session, code, containers, book, now);
    }

    /** Judges a container anew by what its copies show, as they were just looked at. */
    void lookedAt(Session session, long container, Instant now) throws SQLException {
        book.begin(session);
        summaries.lookedAt(session, container, book, now);
    }

    private void judge(Session session, boolean inventory, Instant now) throws SQLException {
        Summaries.Wide wide = new Summaries.Wide(
                listed(session),
                UnreadTable.illegibleAt(session),
                several(session),
                DuplicateFolders.all(session),
                inventory,
                now);
        summaries.conclude(session, wide, book);
        LocationsJudged.Judged judged = LocationsJudged.of(session, new LocationRules(policy.health()), now);
        book.locations(session, judged.findings(), judged.untold(), now);
        book.end(session, inventory, Duration.ofDays(policy.keepGrowthDays()), now);
    }

    /** What lies in a location or folder that could not be listed stays as it is known, and counts as unread. */
    private static void notReached(Session session, long runId) throws SQLException {
        session.update(
                "UPDATE container_copy SET unread = TRUE WHERE presence <> 'GONE' AND location_id IN"
                        + " (SELECT location_id FROM inventory_location WHERE run_id = ? AND listing = 'FAILED')",
                runId);
        session.update(
                "UPDATE container_copy SET unread = TRUE WHERE presence <> 'GONE' AND listed_run <> ? AND "
                        + UnreadTable.hides("container_copy"),
                runId,
                runId);
    }

    private static long gone(Session session, long runId, Instant now) throws SQLException {
        return session.update(
                "UPDATE container_copy SET presence = 'GONE', unread = FALSE, reason = '', problem_kind = '', seen_at = ?,"
                        + " checked_at = ? WHERE presence <> 'GONE' AND listed_run <> ? AND location_id IN"
                        + " (SELECT location_id FROM inventory_location WHERE run_id = ? AND listing = 'LISTED')"
                        + " AND NOT " + UnreadTable.hides("container_copy"),
                now,
                now,
                runId,
                runId,
                runId);
    }

    private static Map<String, Instant> listed(Session session) throws SQLException {
        Map<String, Instant> listed = new HashMap<>();
        session.each(
                "SELECT id, last_listed FROM location WHERE configured = TRUE AND last_listed IS NOT NULL",
                row -> listed.put(row.text("id"), row.when("last_listed")));
        return listed;
    }

    /** Two disks of one kind for one person, or in one folder, at one location: by container and location. */
    private static Map<Long, Map<String, Summaries.Several>> several(Session session) throws SQLException {
        String present =
                " FROM container_copy p JOIN container c ON c.id = p.container_id WHERE p.presence <> 'GONE' AND ";
        record Group(String location, String kind, String owner) {}
        Set<Group> persons = new HashSet<>();
        Set<Group> folders = new HashSet<>();
        session.each(
                "SELECT p.location_id, c.kind, c.sid" + present
                        + "c.sid <> '' GROUP BY p.location_id, c.kind, c.sid HAVING COUNT(*) > 1",
                row -> persons.add(new Group(row.text("location_id"), row.text("kind"), row.text("sid"))));
        session.each(
                "SELECT p.location_id, c.kind, p.folder" + present
                        + "c.sid = '' AND p.folder <> '' GROUP BY p.location_id, c.kind, p.folder HAVING COUNT(*) > 1",
                row -> folders.add(new Group(row.text("location_id"), row.text("kind"), row.text("folder"))));
        Map<Long, Map<String, Summaries.Several>> several = new HashMap<>();
        // The same name in several folders that have no SID: one container by its name, and nobody can tell which is
        // right.
        List<Group> names = session.list(
                "SELECT p.location_id, p.container_id" + present
                        + "c.sid = '' GROUP BY p.location_id, p.container_id HAVING COUNT(*) > 1",
                row -> new Group(row.text("location_id"), "", Long.toString(row.number("container_id"))));
        for (Group group : names) {
            several(
                    session,
                    group.location(),
                    "p.location_id = ? AND p.container_id = ?",
                    several,
                    group.location(),
                    Long.parseLong(group.owner()));
        }
        for (Group group : persons) {
            several(
                    session,
                    group.location(),
                    "c.sid = ? AND c.kind = ? AND p.location_id = ?",
                    several,
                    group.owner(),
                    group.kind(),
                    group.location());
        }
        for (Group group : folders) {
            several(
                    session,
                    group.location(),
                    "p.location_id = ? AND p.folder = ? AND c.kind = ? AND c.sid = ''",
                    several,
                    group.location(),
                    group.owner(),
                    group.kind());
        }
        return several;
    }

    private static void several(
            Session session,
            String location,
            String which,
            Map<Long, Map<String, Summaries.Several>> into,
            Object... arguments)
            throws SQLException {
        Set<Long> containers = new HashSet<>();
        List<String> paths = new ArrayList<>();
        session.each(
                "SELECT c.id, p.path FROM container_copy p JOIN container c ON c.id = p.container_id"
                        + " WHERE p.presence <> 'GONE' AND " + which + " ORDER BY p.path",
                row -> {
                    containers.add(row.number("id"));
                    paths.add(row.text("path"));
                },
                arguments);
        Summaries.Several found = new Summaries.Several(List.copyOf(paths));
        containers.forEach(
                id -> into.computeIfAbsent(id, key -> new TreeMap<>()).put(location, found));
    }

    /** A point where something changed, and one a day for the rest. */
    private static void grow(Session session, long runId, Instant now) throws SQLException {
        String due =
                " FROM container_copy p WHERE p.listed_run = ? AND p.presence = 'PRESENT' AND p.info_at IS NOT NULL"
                        + " AND (p.grown_at IS NULL OR p.changed_run = ? OR p.grown_at < ?)"
                        + " AND (p.grown_at IS NULL OR p.grown_at < ?)";
        Instant day = now.minus(Duration.ofHours(20));
        session.update(
                "INSERT INTO growth (copy_id, at, file_size, virtual_size, used, reclaimable)"
                        + " SELECT p.id, CAST(? AS TIMESTAMP(6) WITH TIME ZONE), p.size, p.virtual_size, p.used,"
                        + " p.reclaimable" + due,
                now,
                runId,
                runId,
                day,
                now);
        session.update(
                "UPDATE container_copy SET grown_at = ? WHERE listed_run = ? AND presence = 'PRESENT' AND info_at IS NOT"
                        + " NULL AND (grown_at IS NULL OR changed_run = ? OR grown_at < ?)",
                now,
                runId,
                runId,
                day);
    }

    private void forget(Session session, Instant now) throws SQLException {
        session.update(
                "DELETE FROM container WHERE gone_since < ?", now.minus(Duration.ofDays(policy.forgetGoneAfterDays())));
        Measures.forget(session, now.minus(Duration.ofDays(policy.keepGrowthDays())));
        session.update("DELETE FROM growth WHERE at < ?", now.minus(Duration.ofDays(policy.keepGrowthDays())));
    }
}
