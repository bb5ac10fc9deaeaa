package dev.profilekeep.backup.estate;

import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;

/**
 * A container that is due.
 *
 * @param whole to be read as a whole
 * @param unclean the inventory saw a volume or a log that was not closed
 */
record Due(
        long container, ContainerIdentity identity, String account, StoragePath path, boolean whole, boolean unclean) {
    /** For {@link #read}. */
    static final String OPEN_OF_SHARD =
            "SELECT * FROM backup_item WHERE run_id = ? AND shard = ? AND outcome = '' ORDER BY place";

    static Due read(Row row) throws SQLException {
        return new Due(
                row.number("container_id"),
                new ContainerIdentity(
                        row.text("set_id"),
                        ContainerKind.valueOf(row.text("kind")),
                        row.text("sid"),
                        row.text("base_name")),
                row.text("account"),
                StoragePath.of(row.text("path")),
                row.flag("whole"),
                row.flag("unclean"));
    }

    /** What people call it. */
    String name() {
        return account.isEmpty() ? identity.baseName() : account;
    }
}
