package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What a run that failed or was stopped leaves for the list of the unread: what it met itself, how many disks it never came to,
 * and of these what was known before. Part of the transaction that ends or resumes the run.
 */
final class Unfinished {
    private static final String LEFT = "SELECT i.path_key FROM inventory_item i WHERE i.run_id = unread.run_id"
            + " AND i.location_id = unread.location_id AND i.outcome = ''";

    private Unfinished() {}

    /** Nothing is noted of a run that had not listed everything: what is known holds as it did. */
    static void note(Session session, long runId, Instant at) throws SQLException {
        boolean planned = session.first(
                        "SELECT planned FROM inventory_run WHERE id = ?", row -> row.flag("planned"), runId)
                .orElse(false);
        if (!planned) {
            return;
        }
        session.update(
                "INSERT INTO unread (run_id, location_id, path_key, path, kind, reason, at, hides_below)"
                        + " SELECT i.run_id, u.location_id, u.path_key, u.path, u.kind, u.reason, u.at, u.hides_below"
                        + " FROM unread u JOIN location l ON l.id = u.location_id AND l.unread_run = u.run_id"
                        + " JOIN inventory_item i ON i.run_id = ? AND i.location_id = u.location_id AND i.outcome = ''"
                        + " AND i.path_key = u.path_key WHERE u.run_id <> i.run_id AND NOT EXISTS (SELECT 1 FROM unread h"
                        + " WHERE h.run_id = i.run_id AND h.location_id = u.location_id AND h.path_key = u.path_key)",
                runId);
        record Left(String location, long disks) {}
        List<Left> all = session.list(
                "SELECT location_id, COUNT(*) AS disks FROM inventory_item WHERE run_id = ? AND outcome = ''"
                        + " GROUP BY location_id",
                row -> new Left(row.text("location_id"), row.number("disks")),
                runId);
        for (Left left : all) {
            UnreadTable.put(
                    session,
                    runId,
                    left.location(),
                    StoragePath.ROOT,
                    UnreadTable.UNFINISHED,
                    left.disks()
                            + " disks were listed but never looked at: the run ended before. What was known of them"
                            + " stays; start it again",
                    at,
                    false);
        }
        countAsUnread(session, runId);
        session.update(
                "UPDATE location SET unread_run = ? WHERE id IN (SELECT r.location_id FROM inventory_location r"
                        + " WHERE r.run_id = ? AND r.listing <> 'TODO')",
                runId,
                runId);
    }

    /** What was known before, too, is not known as it is now. It counts so until it is looked at again. */
    private static void countAsUnread(Session session, long runId) throws SQLException {
        session.update(
                "UPDATE container_copy SET unread = TRUE WHERE presence <> 'GONE' AND EXISTS (SELECT 1"
                        + " FROM inventory_item i WHERE i.run_id = ? AND i.location_id = container_copy.location_id"
                        + " AND i.path_key = container_copy.path_key AND i.outcome = '')",
                runId);
        session.update(
                "UPDATE container SET unread_copies = (SELECT COUNT(*) FROM container_copy p JOIN location l"
                        + " ON l.id = p.location_id WHERE l.configured = TRUE AND p.presence <> 'GONE'"
                        + " AND p.unread = TRUE AND p.container_id = container.id) WHERE id IN (SELECT n.container_id"
                        + " FROM container_copy n JOIN inventory_item i ON i.location_id = n.location_id"
                        + " AND i.path_key = n.path_key WHERE i.run_id = ? AND i.outcome = '')",
                runId);
    }

    /** The run goes on: what it takes over from {@link #note} it will find out itself. */
    static void forget(Session session, long runId) throws SQLException {
        session.update(
                "DELETE FROM unread WHERE run_id = ? AND (kind = ? OR path_key IN (" + LEFT + "))",
                runId,
                UnreadTable.UNFINISHED);
    }
}
