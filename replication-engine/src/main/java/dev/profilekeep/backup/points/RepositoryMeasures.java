package dev.profilekeep.backup.points;

import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * How large repositories are and were, and who can open them: measured at the end of jobs, kept in the catalog for {@value #KEPT_DAYS} days, so that nobody who looks waits for
 * their storage. Safe for several threads and processes.
 */
public final class RepositoryMeasures {
    /** For so many days measures are kept. */
    public static final int KEPT_DAYS = 400;

    private final Database database;
    private final Clock clock;

    public RepositoryMeasures(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Measures a repository, and keeps that as the measure of the day. Lists all its files. */
    public void take(String repositoryId, Repository repository) throws IOException {
        long stored = 0;
        for (SealedKind kind : SealedKind.values()) {
            for (RepositoryFiles.Listed one : repository.files().listed(kind)) {
                stored += one.file().size();
            }
        }
        for (RepositoryFiles.Trashed one : repository.files().trash()) {
            stored += one.file().size();
        }
        List<KeyInfo> keys = repository.keys().list();
        Instant now = clock.instant();
        long bytes = stored;
        database.<RuntimeException>run(session -> {
            session.update("DELETE FROM repository_key WHERE repository_id = ?", repositoryId);
            for (KeyInfo key : keys) {
                String label = key.label();
                session.update(
                        "INSERT INTO repository_key (repository_id, key_id, kind, label, created_at, proved_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?)",
                        repositoryId,
                        key.id(),
                        key.kind(),
                        label.length() > 500 ? label.substring(0, 500) : label,
                        key.created(),
                        key.proved().orElse(null));
            }
        });
        try {
            keep(repositoryId, bytes, now);
        } catch (CatalogException e) {
            keep(repositoryId, bytes, now); // another node made the row of the day in the same moment: it is there now
        }
    }

    private void keep(String repositoryId, long stored, Instant now) {
        long day = LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay();
        database.<RuntimeException>run(session -> {
            session.update(
                    "DELETE FROM repository_measure WHERE repository_id = ? AND (epoch_day = ? OR epoch_day < ?)",
                    repositoryId,
                    day,
                    day - KEPT_DAYS);
            session.update(
                    "INSERT INTO repository_measure (repository_id, epoch_day, taken_at, stored_bytes, live_bytes,"
                            + " live_unknown, points, containers, people, newest, oldest)"
                            + " SELECT ?, ?, ?, ?, COALESCE(SUM(live_bytes), 0),"
                            + " COALESCE(SUM(CASE WHEN live_bytes IS NULL THEN 1 ELSE 0 END), 0), COUNT(*),"
                            + " COUNT(DISTINCT container_key),"
                            + " COUNT(DISTINCT CASE WHEN sid = '' THEN container_key ELSE sid END), MAX(moment),"
                            + " MIN(moment) FROM restore_point WHERE repository_id = ?"
                            + " AND (goes_at IS NULL OR goes_at > ?)",
                    repositoryId,
                    day,
                    now,
                    stored,
                    repositoryId,
                    now);
        });
    }

    /** The newest measure; empty if none was taken yet. */
    public Optional<RepositoryMeasure> last(String repositoryId) {
        List<RepositoryMeasure> newest = history(repositoryId, 1);
        return newest.isEmpty() ? Optional.empty() : Optional.of(newest.get(0));
    }

    /** The measures of the last so many days that have one, the newest first. */
    public List<RepositoryMeasure> history(String repositoryId, int days) {
        return database.<List<RepositoryMeasure>, RuntimeException>call(session -> session.list(
                "SELECT * FROM repository_measure WHERE repository_id = ? ORDER BY epoch_day DESC LIMIT "
                        + Math.max(0, days),
                RepositoryMeasures::read,
                repositoryId));
    }

    private static RepositoryMeasure read(Row row) throws SQLException {
        return new RepositoryMeasure(
                row.when("taken_at"),
                row.number("stored_bytes"),
                row.number("live_bytes"),
                row.number("live_unknown"),
                row.number("points"),
                row.number("containers"),
                row.number("people"),
                row.time("newest"),
                row.time("oldest"));
    }

    /** Who could open it when it was measured last, the oldest key first. */
    public List<KeyInfo> keys(String repositoryId) {
        return database.<List<KeyInfo>, RuntimeException>call(session -> keys(session, repositoryId));
    }

    private static List<KeyInfo> keys(Session session, String repositoryId) throws SQLException {
        return session.list(
                "SELECT * FROM repository_key WHERE repository_id = ? ORDER BY created_at, key_id",
                row -> new KeyInfo(
                        row.text("key_id"),
                        row.choice("kind", KeySlot.Kind.class),
                        row.text("label"),
                        row.when("created_at"),
                        Optional.ofNullable(row.time("proved_at"))),
                repositoryId);
    }
}
