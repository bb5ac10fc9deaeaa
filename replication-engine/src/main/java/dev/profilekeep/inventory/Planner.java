package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the items of a listed run into containers, copies and shards, set by set and not row by row. Rows are made in the order
 * in which they will be read, so that what one worker writes lies together.
 */
final class Planner {
    private Planner() {}

    /** @param begun when the run began: whatever it lists was listed after that */
    static void plan(Session session, long runId, List<String> locations, Instant begun) throws SQLException {
        containers(session, runId, begun);
        copies(session, runId);
        notLookedAt(session, runId);
        shards(session, runId, locations);
        session.update(
                "UPDATE inventory_run SET planned = TRUE, total = (SELECT COUNT(*) FROM inventory_item i WHERE i.run_id = ?) WHERE id = ?",
                runId,
                runId);
    }

    static List<Shard> shards(Session session, long runId) throws SQLException {
        return session.list(
                "SELECT * FROM inventory_shard WHERE run_id = ? ORDER BY number",
                row -> new Shard(runId, row.integer("number"), row.text("location_id"), row.integer("containers")),
                runId);
    }

    private static void containers(Session session, long runId, Instant begun) throws SQLException {
        session.update(
                "INSERT INTO container (identity_key, set_id, kind, sid, account, account_sort, base_name, search,"
                        + " first_seen, state, state_rank, finding_codes, findings, sites, copies, unread_copies, locked,"
                        + " virtual_size, file_size, used, free, reclaimable, sum_file_size, sum_used, sum_reclaimable,"
                        + " last_written, last_seen)"
                        + " SELECT i.identity_key, MIN(i.set_id), MIN(i.kind), MIN(i.sid), MIN(i.account),"
                        + " MIN(i.account_sort), MIN(i.base_name), MIN(i.search),"
                        + " CAST(? AS TIMESTAMP(6) WITH TIME ZONE), 'UNKNOWN', 2, '', '[]', '', 0, 0, FALSE,"
                        + " -1, -1, -1, -1, -1, 0, 0, 0, -1, -1"
                        + " FROM inventory_item i WHERE i.run_id = ? AND NOT EXISTS"
                        + " (SELECT 1 FROM container c WHERE c.identity_key = i.identity_key) GROUP BY i.identity_key"
                        + " ORDER BY MIN(i.location_id), MIN(i.part), MIN(i.path_key)",
                begun,
                runId);
        // Somebody was renamed: the folder's or the disk's name says so.
        List<@Nullable Object[]> renamed = new ArrayList<>();
        session.each(
                "SELECT c.id, i.account, i.account_sort, i.search FROM inventory_item i JOIN container c"
                        + " ON c.identity_key = i.identity_key WHERE i.run_id = ?"
                        + " AND (i.search <> c.search OR i.account_sort <> c.account_sort)"
                        + " ORDER BY i.written",
                row -> renamed.add(new @Nullable Object[] {
                    row.text("account"), row.text("account_sort"), row.text("search"), row.number("id")
                }),
                runId);
        session.batch("UPDATE container SET account = ?, account_sort = ?, search = ? WHERE id = ?", renamed);
    }

    private static void copies(Session session, long runId) throws SQLException {
        session.update(
                "INSERT INTO container_copy (container_id, location_id, path_key, path, folder, presence, unread, first_run,"
                        + " listed_run, changed_run, size, allocated, created, written, changed, file_id, attributes,"
                        + " sidecars, differences, read_size, read_written, read_changed, read_file_id, stamp,"
                        + " problem_kind, reason, virtual_size, used, free, reclaimable, dirty, log_open,"
                        + " no_file_system, difference_disk, damage)"
                        + " SELECT c.id, i.location_id, i.path_key, i.path, i.folder, 'PRESENT', TRUE, i.run_id,"
                        + " 0, 0, i.size, i.allocated, i.created, i.written, i.changed, i.file_id, i.attributes,"
                        + " i.sidecars, i.differences, -1, -1, -1, -1, '', '', '', -1, -1, -1, -1, FALSE, FALSE,"
                        + " FALSE, FALSE, ''"
                        + " FROM inventory_item i JOIN container c ON c.identity_key = i.identity_key"
                        + " WHERE i.run_id = ? AND NOT EXISTS (SELECT 1 FROM container_copy p"
                        + " WHERE p.location_id = i.location_id AND p.path_key = i.path_key)"
                        + " ORDER BY i.location_id, i.part, i.path_key",
                runId);
        // The same file, but another container: its location was put into another set, or grammar has learnt.
        List<@Nullable Object[]> moved = new ArrayList<>();
        session.each(
                "SELECT p.id AS copy_id, c.id AS container_id FROM inventory_item i JOIN container_copy p"
                        + " ON p.location_id = i.location_id AND p.path_key = i.path_key JOIN container c"
                        + " ON c.identity_key = i.identity_key WHERE i.run_id = ? AND p.container_id <> c.id",
                row -> moved.add(new @Nullable Object[] {row.number("container_id"), row.number("copy_id")}),
                runId);
        session.batch("UPDATE container_copy SET container_id = ? WHERE id = ?", moved);
    }

    /** What was never looked at counts as unread from the moment it is listed, however the run ends. */
    private static void notLookedAt(Session session, long runId) throws SQLException {
        String copies = " FROM container_copy p JOIN location l ON l.id = p.location_id WHERE l.configured = TRUE"
                + " AND p.presence <> 'GONE' AND p.container_id = container.id";
        session.update(
                "UPDATE container SET copies = (SELECT COUNT(*)" + copies + "), unread_copies = (SELECT COUNT(*)"
                        + copies
                        + " AND p.unread = TRUE), sum_file_size = (SELECT COALESCE(SUM(p.size), 0)" + copies
                        + ") WHERE id IN (SELECT n.container_id FROM container_copy n WHERE n.listed_run = 0"
                        + " AND n.first_run = ?)",
                runId);
    }

    private static void shards(Session session, long runId, List<String> locations) throws SQLException {
        session.update("DELETE FROM inventory_shard WHERE run_id = ?", runId);
        List<@Nullable Object[]> shards = new ArrayList<>();
        for (String location : locations) {
            session.each(
                    "SELECT part, COUNT(*) AS containers FROM inventory_item WHERE run_id = ? AND location_id = ?"
                            + " GROUP BY part ORDER BY part",
                    row -> shards.add(new @Nullable Object[] {
                        runId, shards.size(), location, row.integer("part"), row.integer("containers")
                    }),
                    runId,
                    location);
        }
        session.batch(
                "INSERT INTO inventory_shard (run_id, number, location_id, part, containers) VALUES (?, ?, ?, ?, ?)",
                shards);
    }
}
