package dev.profilekeep.readiness;

import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.readiness.ReadinessLook.Before;
import dev.profilekeep.readiness.ReadinessLook.FileState;
import dev.profilekeep.readiness.ReadinessLook.Looked;
import dev.profilekeep.readiness.Seen.Hive;
import dev.profilekeep.readiness.Seen.Rights;
import dev.profilekeep.readiness.Seen.State;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table {@code readiness_look}: what was last seen inside each copy. */
final class LookTable {
    /** Columns of a look beside those of a copy, under names of their own. */
    static final String COLUMNS =
            "rl.looked_at, rl.state AS look_state, rl.reason AS look_reason, rl.log_open AS look_log,"
                    + " rl.dirty AS look_dirty, rl.free AS look_free, rl.hive, rl.owner_sid, rl.rights, rl.size AS look_size,"
                    + " rl.written AS look_written, rl.changed AS look_changed, rl.file_id AS look_file, rl.stamp AS look_stamp";

    private LookTable() {}

    /** A copy to look into. */
    record Wanted(long copyId, String locationId, StoragePath path, String sid, @Nullable Before before) {}

    /** Copies by a term about {@code container_copy p}, those that are gone left out. */
    static List<Wanted> wanted(Session session, String term, @Nullable Object... arguments) throws SQLException {
        return session.list(
                "SELECT p.id, p.location_id, p.path, c.sid, " + COLUMNS + " FROM container_copy p"
                        + " JOIN container c ON c.id = p.container_id LEFT JOIN readiness_look rl ON rl.copy_id = p.id"
                        + " WHERE p.presence <> 'GONE' AND " + term + " ORDER BY p.id",
                row -> new Wanted(
                        row.number("id"),
                        row.text("location_id"),
                        StoragePath.of(row.text("path")),
                        row.text("sid"),
                        before(row)),
                arguments);
    }

    private static @Nullable Before before(Row row) throws SQLException {
        Seen seen = seen(row);
        return seen == null
                ? null
                : new Before(
                        new FileState(
                                row.number("look_size"),
                                row.number("look_written"),
                                row.number("look_changed"),
                                row.number("look_file"),
                                row.text("look_stamp")),
                        seen);
    }

    /** Null if nobody looked. */
    static @Nullable Seen seen(Row row) throws SQLException {
        return row.time("looked_at") == null
                ? null
                : new Seen(
                        row.when("looked_at"),
                        row.choice("look_state", State.class),
                        row.text("look_reason"),
                        row.flag("look_log"),
                        row.flag("look_dirty"),
                        row.number("look_free"),
                        row.choice("hive", Hive.class),
                        row.text("owner_sid"),
                        row.choice("rights", Rights.class));
    }

    /** Those whose copy vanished from the catalog meanwhile are left out. */
    static void put(Session session, Map<Long, Looked> looks) throws SQLException {
        List<@Nullable Object[]> old = new ArrayList<>();
        List<@Nullable Object[]> rows = new ArrayList<>();
        looks.forEach((copy, looked) -> {
            Seen seen = looked.seen();
            FileState state = looked.state();
            old.add(new @Nullable Object[] {copy});
            rows.add(new @Nullable Object[] {
                copy,
                seen.at(),
                seen.state(),
                cut(seen.reason(), 2000),
                seen.logOpen(),
                seen.dirty(),
                seen.free(),
                seen.hive(),
                cut(seen.owner(), 200),
                seen.rights(),
                state.size(),
                state.written(),
                state.changed(),
                state.fileId(),
                state.stamp(),
                copy
            });
        });
        session.batch("DELETE FROM readiness_look WHERE copy_id = ?", old);
        session.batch(
                "INSERT INTO readiness_look (copy_id, looked_at, state, reason, log_open, dirty, free, hive, owner_sid,"
                        + " rights, size, written, changed, file_id, stamp) SELECT CAST(? AS BIGINT),"
                        + " CAST(? AS TIMESTAMP(6) WITH TIME ZONE), CAST(? AS VARCHAR(32)), CAST(? AS VARCHAR(2000)),"
                        + " CAST(? AS BOOLEAN), CAST(? AS BOOLEAN), CAST(? AS BIGINT), CAST(? AS VARCHAR(16)),"
                        + " CAST(? AS VARCHAR(200)), CAST(? AS VARCHAR(16)), CAST(? AS BIGINT), CAST(? AS BIGINT),"
                        + " CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS VARCHAR(64))"
                        + " FROM container_copy WHERE id = ?",
                rows);
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
