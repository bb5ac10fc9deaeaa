package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.time.Instant;

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
}
