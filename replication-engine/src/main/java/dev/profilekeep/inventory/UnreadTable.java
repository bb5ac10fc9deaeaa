package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What a run could not read. Shown once the run has ended and until the next one has. */
final class UnreadTable {
    private UnreadTable() {}

    static void put(
            Session session,
            long runId,
            String location,
            StoragePath path,
            String kind,
            String reason,
            Instant at,
            boolean hidesBelow)
            throws SQLException {
        String key = ContainerIdentity.digest(path.value());
        session.update(
                "DELETE FROM unread WHERE run_id = ? AND location_id = ? AND path_key = ?", runId, location, key);
        session.update(
                "INSERT INTO unread (run_id, location_id, path_key, path, kind, reason, at, hides_below)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                runId,
                location,
                key,
                path.value(),
                kind,
                Runs.cut(reason, 2000),
                at,
                hidesBelow);
    }

    /** Tells, once for each location, that disks were left alone in quiet hours. */
    static void noteQuiet(Session session, long runId, Instant at) throws SQLException {
        record Left(String location, long disks) {}
        List<Left> all = session.list(
                "SELECT location_id, COUNT(*) AS disks FROM inventory_item WHERE run_id = ? AND outcome = 'QUIET'"
                        + " GROUP BY location_id",
                row -> new Left(row.text("location_id"), row.number("disks")),
                runId);
        for (Left left : all) {
            put(
                    session,
                    runId,
                    left.location(),
                    StoragePath.ROOT,
                    "QUIET",
                    left.disks() + " disks were listed but not opened: the location has its quiet hours",
                    at,
                    false);
        }
    }
}
