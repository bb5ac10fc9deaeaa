package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a run could not read. Shown once the run has ended and until the next one has. */
final class UnreadTable {
    /**
     * The kind of a name that is no text to this process. It may be the name of what is known under another spelling, so it
     * hides all with letters beyond ASCII that lies where it does, and below.
     */
    static final String ILLEGIBLE = "ILLEGIBLE";

    /** Disks that a run listed and never came to. */
    static final String UNFINISHED = "UNFINISHED";

    private UnreadTable() {}

    /** A condition on a row of copies: it lies where the run (the one parameter) could not see all that is there. */
    static String hides(String copy) {
        return "EXISTS (SELECT 1 FROM unread u WHERE u.run_id = ? AND u.location_id = " + copy + ".location_id"
                + " AND (u.hides_below = TRUE AND u.path = " + copy + ".folder"
                + " OR u.kind = '" + ILLEGIBLE + "' AND OCTET_LENGTH(" + copy + ".path) <> CHAR_LENGTH(" + copy
                + ".path)"
                + " AND (POSITION('/' IN u.path) = 0 OR " + copy + ".folder ="
                + " SUBSTRING(u.path, 1, CHAR_LENGTH(" + copy + ".folder))"
                + " AND SUBSTRING(u.path, CHAR_LENGTH(" + copy + ".folder) + 1, 1) = '/')))";
    }

    /** Locations of which some names could not be read, by the last run that looked there. */
    static Set<String> illegibleAt(Session session) throws SQLException {
        return new HashSet<>(session.list(
                "SELECT DISTINCT l.id FROM location l JOIN unread u ON u.location_id = l.id AND u.run_id = l.unread_run"
                        + " WHERE u.kind = ?",
                row -> row.text("id"),
                ILLEGIBLE));
    }

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
