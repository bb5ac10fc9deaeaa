package dev.profilekeep.inventory;

import dev.profilekeep.catalog.CatalogJson;
import dev.profilekeep.catalog.CopyDetail.SidecarSeen;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.SlicedFile;
import java.sql.SQLException;
import java.util.List;

/**
 * A disk to look at, with what is known of it.
 *
 * @param listed what the listing of this run says
 * @param known what the server said when the disk was read last; its size is -1 if it never was
 * @param knownStamp the stamp of the disk then
 * @param fresh never read before: seen for the first time in this run, or in one that ended before it came to it
 */
record Item(
        long copyId,
        long containerId,
        String account,
        int part,
        String pathKey,
        StoredFile listed,
        String sidecarsJson,
        String differencesJson,
        StoredFile known,
        String knownStamp,
        boolean fresh) {

    static final String SELECT = "SELECT p.id AS copy_id, p.container_id, p.first_run, p.read_size, p.read_written,"
            + " p.read_changed, p.read_file_id, p.stamp, i.* FROM inventory_item i JOIN container_copy p"
            + " ON p.location_id = i.location_id AND p.path_key = i.path_key"
            + " WHERE i.run_id = ? AND i.location_id = ? AND i.part = ? AND i.outcome = '' ORDER BY i.path_key";

    static Item read(Row row) throws SQLException {
        StoragePath path = StoragePath.of(row.text("path"));
        return new Item(
                row.number("copy_id"),
                row.number("container_id"),
                row.text("account"),
                row.integer("part"),
                row.text("path_key"),
                new StoredFile(
                        path,
                        false,
                        row.number("size"),
                        row.number("allocated"),
                        row.number("created"),
                        row.number("written"),
                        row.number("changed"),
                        row.number("file_id"),
                        row.integer("attributes")),
                row.text("sidecars"),
                row.text("differences"),
                new StoredFile(
                        path,
                        false,
                        row.number("read_size"),
                        0,
                        0,
                        row.number("read_written"),
                        row.number("read_changed"),
                        row.number("read_file_id"),
                        0),
                row.text("stamp"),
                row.number("first_run") == row.number("run_id") || row.number("read_size") < 0);
    }

    /** Files that belong to it. */
    List<SidecarSeen> sidecars() {
        return CatalogJson.sidecars(sidecarsJson);
    }

    /** The listing says what it said when the disk was read; the stamp has still to be compared. */
    boolean looksUnchanged() {
        return known.size() >= 0 && !knownStamp.isEmpty() && !SlicedFile.moved(known, listed);
    }
}
