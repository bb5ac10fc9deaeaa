package dev.profilekeep.engine;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.storage.LocationMode;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * Sets whose jobs stand still while people go to another site. Where such a set has a location, jobs write nothing: it is in mode {@link LocationMode#ASSIST} at most, so that people still can. Kept by the run that asked for it,
 * so that the end of one does not let jobs on that another keeps. Safe for several threads and processes.
 */
final class JobFreezes {
    private final Database database;
    private final Clock clock;

    JobFreezes(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void freeze(long run, Set<String> sets) {
        database.<RuntimeException>run(session -> {
            for (String set : sets) {
                session.update(
                        "INSERT INTO job_freeze (set_id, run_id, since) SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM"
                                + " job_freeze WHERE set_id = ? AND run_id = ?)",
                        set,
                        run,
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        set,
                        run);
            }
        });
    }

    void release(long run) {
        database.<RuntimeException>run(session -> session.update("DELETE FROM job_freeze WHERE run_id = ?", run));
    }

    /** The mode in force of a location, as the catalog has it; {@link LocationMode#OBSERVE} for one that it does not have. */
    static LocationMode mode(Database database, String locationId) {
        return database.<LocationMode, RuntimeException>call(session -> session.first(
                        "SELECT mode, CASE WHEN EXISTS (SELECT 1 FROM job_freeze f WHERE f.set_id = location.set_id) THEN 1"
                                + " ELSE 0 END AS frozen FROM location WHERE id = ?",
                        row -> lower(row.choice("mode", LocationMode.class), row.integer("frozen") > 0),
                        locationId)
                .orElse(LocationMode.OBSERVE));
    }

    private static LocationMode lower(LocationMode mode, boolean frozen) throws SQLException {
        return frozen && mode == LocationMode.ACT ? LocationMode.ASSIST : mode;
    }
}
