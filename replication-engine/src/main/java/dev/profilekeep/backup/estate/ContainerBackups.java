package dev.profilekeep.backup.estate;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What became of each container at its backups. Safe for several threads. */
public final class ContainerBackups {
    private final Database database;

    public ContainerBackups(Database database) {
        this.database = database;
    }

    /** @param containerKey {@link dev.profilekeep.container.ContainerIdentity#key()}; empty if it was never tried */
    public Optional<BackupState> of(String containerKey) {
        return database.<Optional<BackupState>, RuntimeException>call(session -> session.first(
                "SELECT * FROM container_backup WHERE container_key = ?", ContainerBackups::read, containerKey));
    }

    /**
     * It is in a snapshot.
     *
     * @param whole it was read as a whole
     * @param inUse somebody wrote to it, so a moment that the storage kept was read
     * @param as that moment, or now
     */
    static void succeeded(
            Session session,
            String key,
            String repository,
            Outcome outcome,
            boolean whole,
            boolean unclean,
            boolean inUse,
            Instant as,
            Instant now)
            throws SQLException {
        row(session, key, repository, outcome, now);
        session.update(
                "UPDATE container_backup SET repository_id = ?, tried_at = ?, outcome = ?, reason = '', success_at ="
                        + " ?, whole_at = CASE WHEN ? THEN ? ELSE CASE WHEN repository_id = ? THEN whole_at ELSE NULL END"
                        + " END, in_use_since = CASE WHEN ? THEN COALESCE(in_use_since, ?) ELSE NULL END, unclean = ?"
                        + " WHERE container_key = ?",
                repository,
                now,
                outcome,
                as,
                whole,
                now,
                repository,
                inUse,
                now,
                unclean,
                key);
    }

    /** A full reading is in a snapshot: what the short way had missed, or that it had missed nothing. */
    static void compared(Session session, String key, long missed, Instant now) throws SQLException {
        session.update(
                "UPDATE container_backup SET missed = ?, missed_at = ? WHERE container_key = ?", missed, now, key);
    }

    /** A full reading for something else found it otherwise than the last backup has it. By how much nobody counted: one chunk is the least that it can be. */
    static void differs(Session session, String key, Instant now) throws SQLException {
        session.update(
                "UPDATE container_backup SET missed = CASE WHEN missed > 0 THEN missed ELSE 1 END, missed_at = ?"
                        + " WHERE container_key = ?",
                now,
                key);
    }

    /** It is in no snapshot. */
    static void failed(Session session, String key, String repository, Outcome outcome, String reason, Instant now)
            throws SQLException {
        row(session, key, repository, outcome, now);
        session.update(
                "UPDATE container_backup SET tried_at = ?, outcome = ?, reason = ?, in_use_since ="
                        + " CASE WHEN ? THEN COALESCE(in_use_since, ?) ELSE NULL END WHERE container_key = ?",
                now,
                outcome,
                Nights.cut(reason, 2000),
                outcome == Outcome.IN_USE,
                now,
                key);
    }

    private static void row(Session session, String key, String repository, Outcome outcome, Instant now)
            throws SQLException {
        session.update(
                "INSERT INTO container_backup (container_key, repository_id, tried_at, outcome, reason, success_at,"
                        + " whole_at, in_use_since, unclean, missed, missed_at) SELECT ?, ?, ?, ?, '', NULL, NULL, NULL,"
                        + " FALSE, 0, NULL WHERE NOT EXISTS (SELECT 1 FROM container_backup WHERE container_key = ?)",
                key,
                repository,
                now,
                outcome,
                key);
    }

    private static BackupState read(Row row) throws SQLException {
        return new BackupState(
                row.text("container_key"),
                row.text("repository_id"),
                row.when("tried_at"),
                row.choice("outcome", Outcome.class),
                row.text("reason"),
                Optional.ofNullable(row.time("success_at")),
                Optional.ofNullable(row.time("whole_at")),
                Optional.ofNullable(row.time("in_use_since")),
                row.number("missed"));
    }
}
