package dev.profilekeep.backup.estate;

import dev.profilekeep.backup.run.ContainerOutcome;
import dev.profilekeep.backup.run.FoundContent;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * What containers said at their last backups, each in one state of its file, so that others need not read it again: by maps of today's rules in which no cluster was in doubt, and of files as they lay
 * there, not as a moment that their storage keeps. Safe for several threads.
 */
public final class BackedUpContents {
    private final Database database;
    private final Clock clock;

    public BackedUpContents(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What a copy said, and the state in which it did.
     *
     * @param lastWriteTime FILETIME, as the server told
     * @param changeTime FILETIME; 0 if the server did not say
     * @param fileId 0 if the server did not say
     * @param stamp of the headers, as {@link dev.profilekeep.disk.info.DiskInspector#stamp} gives it
     * @param root of a content map by {@link ContentMap.Rules#STANDARD}
     */
    public record Content(long size, long lastWriteTime, long changeTime, long fileId, String stamp, Sha256 root) {}

    /** The last that is known of a copy; whether the file is still in that state is the caller's to look at. */
    public Optional<Content> of(long containerId, String locationId, StoragePath path) {
        return database.<Optional<Content>, RuntimeException>call(session -> session.first(
                "SELECT f.* FROM container_content f JOIN container c ON c.identity_key = f.container_key"
                        + " WHERE c.id = ? AND f.location_id = ? AND f.path = ? AND f.rules = ?",
                BackedUpContents::read,
                containerId,
                locationId,
                path.value(),
                ContentMap.Rules.STANDARD.text()));
    }

    private static Content read(Row row) throws SQLException {
        return new Content(
                row.number("file_bytes"),
                row.number("written"),
                row.number("changed"),
                row.number("file_id"),
                row.text("stamp"),
                Sha256.parse(row.text("root")));
    }

    /**
     * All of a copy was read, and says something else than was known of the state that it is in. What was known is forgotten; the rest is as if a full reading for a backup had found it: a finding, and
     * the next backup reads all.
     */
    public void differs(long containerId, String locationId) {
        Instant now = clock.instant();
        database.<RuntimeException>run(session -> {
            Optional<String> key = session.first(
                    "SELECT identity_key FROM container WHERE id = ?", row -> row.text("identity_key"), containerId);
            if (key.isPresent()) {
                forget(session, key.get(), locationId);
                ContainerBackups.differs(session, key.get(), now);
            }
        });
    }

    /** Keeps what a backup found of a container that is in a snapshot now. */
    static void record(Session session, String key, String locationId, ContainerOutcome outcome, Instant now)
            throws SQLException {
        if (!(outcome.source().of() instanceof SnapshotSource.Live)) {
            return; // it is of another file than the one that lies there
        }
        forget(session, key, locationId);
        FoundContent found = outcome instanceof ContainerOutcome.Stored stored
                ? stored.content()
                : ((ContainerOutcome.Unchanged) outcome).content();
        if (found.rules().equals(ContentMap.Rules.STANDARD)) {
            session.update(
                    "INSERT INTO container_content (container_key, location_id, path, file_bytes, written, changed, file_id,"
                            + " stamp, rules, root, found_at) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS"
                            + " (SELECT 1 FROM container_content WHERE container_key = ? AND location_id = ?)",
                    key,
                    locationId,
                    outcome.source().path().value(),
                    found.file().size(),
                    found.file().lastWriteTime(),
                    found.file().changeTime(),
                    found.file().fileId(),
                    found.stamp(),
                    found.rules().text(),
                    found.root().toString(),
                    now,
                    key,
                    locationId);
        }
    }

    private static void forget(Session session, String key, String locationId) throws SQLException {
        session.update("DELETE FROM container_content WHERE container_key = ? AND location_id = ?", key, locationId);
    }
}
