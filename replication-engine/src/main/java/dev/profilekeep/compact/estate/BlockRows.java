package dev.profilekeep.compact.estate;

import dev.profilekeep.catalog.CatalogJson;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.lease.Kept;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Blocks of disks as they were before these became smaller. Stateless. */
final class BlockRows {
    private BlockRows() {}

    private record Known(String locationId, long size, long written, String info) {}

    /**
     * Keeps what the catalog says of the blocks of the copies that are about to be worked at: afterwards it is of the new files. In the same transaction in which the work at them is begun.
     */
    static void keep(Session session, long runId, long containerId) throws SQLException {
        session.update("DELETE FROM compaction_blocks WHERE run_id = ? AND container_id = ?", runId, containerId);
        List<Known> all = session.list(
                "SELECT p.location_id, p.read_size, p.read_written, f.info FROM compaction_item i JOIN container_copy p ON"
                        + " p.container_id = i.container_id AND p.location_id = i.location_id AND p.path = i.path JOIN"
                        + " copy_info f ON f.copy_id = p.id WHERE i.run_id = ? AND i.container_id = ? AND i.step = 'BEGUN'",
                row -> new Known(
                        row.text("location_id"), row.number("read_size"), row.number("read_written"), row.text("info")),
                runId,
                containerId);
        for (Known one : all) {
            DiskInfo info = CatalogJson.info(one.info());
            session.update(
                    "INSERT INTO compaction_blocks (run_id, container_id, location_id, file_bytes, written, virtual_bytes,"
                            + " blocks) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    runId,
                    containerId,
                    one.locationId(),
                    one.size(),
                    one.written(),
                    info.virtualSizeBytes(),
                    CatalogJson.write(info.blocks()));
        }
    }

    /** Forgets them if they are not of the file that was swapped out, but of an earlier state of it. */
    static void compare(Session session, long runId, Kept kept) throws SQLException {
        session.update(
                "DELETE FROM compaction_blocks WHERE run_id = ? AND container_id = ? AND location_id = ? AND (file_bytes <>"
                        + " ? OR written <> ?)",
                runId,
                kept.containerId(),
                kept.locationId(),
                kept.before().size(),
                kept.before().lastWriteTime());
    }

    static Optional<BlocksBefore> find(Session session, long runId, long containerId, String locationId)
            throws SQLException {
        return session.first(
                "SELECT b.virtual_bytes, b.blocks FROM compaction_blocks b JOIN compaction_item i ON i.run_id = b.run_id AND"
                        + " i.container_id = b.container_id AND i.location_id = b.location_id WHERE i.run_id = ? AND"
                        + " i.container_id = ? AND i.location_id = ? AND i.outcome = 'COMPACTED'",
                row -> new BlocksBefore(CatalogJson.blocks(row.text("blocks")), row.number("virtual_bytes")),
                runId,
                containerId,
                locationId);
    }
}
