package dev.profilekeep.inventory;

import dev.profilekeep.catalog.CatalogJson;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.inventory.InventoryRun.Phase;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The rows of runs. */
final class Runs {
    private final Clock clock;

    Runs(Clock clock) {
        this.clock = clock;
    }

    long insert(Session session, String startedBy, List<String> locations) throws SQLException {
        long id = session.insert(
                "INSERT INTO inventory_run (started_by, started_at, phase, locations, reason, planned, total, done, fresh,"
                        + " changed, unchanged, in_use, unreadable, gone, bytes_read, doing)"
                        + " VALUES (?, ?, ?, ?, '', FALSE, 0, 0, 0, 0, 0, 0, 0, 0, 0, '')",
                startedBy.isBlank() ? "?" : cut(startedBy, 500),
                clock.instant(),
                Phase.LISTING,
                CatalogJson.write(locations));
        for (String location : locations) {
            session.update(
                    "INSERT INTO inventory_location (run_id, location_id, listing, reason) VALUES (?, ?, 'TODO', '')",
                    id,
                    location);
        }
        return id;
    }

    Optional<InventoryRun> find(Session session, long id) throws SQLException {
        return session.first("SELECT * FROM inventory_run WHERE id = ?", Runs::read, id);
    }

    List<InventoryRun> recent(Session session, int limit) throws SQLException {
        return session.list("SELECT * FROM inventory_run ORDER BY id DESC LIMIT " + Math.max(0, limit), Runs::read);
    }

    void phase(Session session, long id, Phase phase) throws SQLException {
        session.update("UPDATE inventory_run SET phase = ?, doing = '' WHERE id = ?", phase, id);
    }

    void doing(Session session, long id, String doing) throws SQLException {
        session.update("UPDATE inventory_run SET doing = ? WHERE id = ?", cut(doing, 500), id);
    }

    void add(Session session, long id, Counts counts, String doing) throws SQLException {
        session.update(
                "UPDATE inventory_run SET done = done + ?, fresh = fresh + ?, changed = changed + ?,"
                        + " unchanged = unchanged + ?, in_use = in_use + ?, unreadable = unreadable + ?,"
                        + " bytes_read = bytes_read + ?, doing = ? WHERE id = ?",
                counts.done(),
                counts.fresh(),
                counts.changed(),
                counts.unchanged(),
                counts.inUse(),
                counts.unreadable(),
                counts.bytesRead(),
                cut(doing, 500),
                id);
    }

    void end(Session session, long id, Phase phase, String reason) throws SQLException {
        session.update(
                "UPDATE inventory_run SET phase = ?, ended_at = ?, doing = '', reason = ? WHERE id = ?",
                phase,
                clock.instant(),
                cut(reason, 2000),
                id);
    }

    void goOn(Session session, long id, Phase phase, String startedBy) throws SQLException {
        session.update(
                "UPDATE inventory_run SET phase = ?, ended_at = NULL, reason = '', started_by = ? WHERE id = ?",
                phase,
                cut(startedBy, 500),
                id);
    }

    static boolean ended(Phase phase) {
        return phase == Phase.DONE || phase == Phase.FAILED || phase == Phase.STOPPED;
    }

    /** A run whose node is dead is shown as failed. */
    static InventoryRun asItStands(InventoryRun run, Optional<RunLease.Held> held) {
        boolean alive =
                held.filter(now -> now.runId() == run.id() && now.alive()).isPresent();
        if (ended(run.phase()) || alive) {
            return run;
        }
        return new InventoryRun(
                run.id(),
                run.startedBy(),
                run.startedAt(),
                run.endedAt(),
                Phase.FAILED,
                run.locations(),
                run.total(),
                run.done(),
                run.fresh(),
                run.changed(),
                run.unchanged(),
                run.inUse(),
                run.unreadable(),
                run.gone(),
                run.bytesRead(),
                "");
    }

    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }

    private static InventoryRun read(Row row) throws SQLException {
        return new InventoryRun(
                row.number("id"),
                row.text("started_by"),
                row.when("started_at"),
                row.time("ended_at"),
                row.choice("phase", Phase.class),
                CatalogJson.texts(row.text("locations")),
                row.number("total"),
                row.number("done"),
                row.number("fresh"),
                row.number("changed"),
                row.number("unchanged"),
                row.number("in_use"),
                row.number("unreadable"),
                row.number("gone"),
                row.number("bytes_read"),
                row.text("doing"));
    }
}
