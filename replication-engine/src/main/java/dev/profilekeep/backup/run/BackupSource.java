package dev.profilekeep.backup.run;

import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A container that is to be backed up.
 *
 * @param location its name, for people
 * @param of what {@code storage} shows: what is there now, or a moment that the storage kept
 */
public record BackupSource(
        StorageProvider storage, String location, StoragePath path, ContainerIdentity identity, SnapshotSource of) {

    /** A container as it is now. */
    public BackupSource(StorageProvider storage, String location, StoragePath path, ContainerIdentity identity) {
        this(storage, location, path, identity, new SnapshotSource.Live());
    }

    /** The same at a moment that its storage kept. */
    public BackupSource asOf(Instant moment) {
        return new BackupSource(storage.asOf(moment), location, path, identity, new SnapshotSource.OfStorage(moment));
    }

    /** The same at the latest moment that its storage kept after another one; empty if there is none. */
    public Optional<BackupSource> latestAfter(Instant other) throws IOException {
        return storage.moments().stream()
                .findFirst()
                .filter(moment -> moment.isAfter(other))
                .map(this::asOf);
    }
}
