package dev.profilekeep.backup.retention;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.ContainerBackup;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.Envelope;
import dev.profilekeep.backup.snapshot.ShardSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Snapshots of containers in which nothing is. */
public final class MadeNights {
    private MadeNights() {}

    public static ContainerIdentity identity(String name) {
        return new ContainerIdentity(
                "set", name.startsWith("ODFC") ? ContainerKind.ODFC : ContainerKind.PROFILE, "S-1-5-21-1", name);
    }

    /** A day later, a snapshot that has these. */
    public static UUID night(Repository repository, MemoryStorage memory, String... names) throws IOException {
        List<ContainerBackup> containers = new ArrayList<>();
        for (String name : names) {
            ContentMap map = new ContentMap(
                    List.of("test"),
                    ChunkSizes.STANDARD,
                    512,
                    512,
                    512,
                    Sha256.of(new byte[1]),
                    Repositories.NOW,
                    0,
                    0,
                    0,
                    null,
                    List.of(),
                    List.of(),
                    true);
            StoredFile file = new StoredFile(StoragePath.of(name + ".VHDX"), false, 4, 4, 1, 2, 3, 4, 0x20);
            containers.add(new ContainerBackup(
                    new ContainerFacts(
                            identity(name),
                            "site a",
                            new SnapshotSource.Live(),
                            file,
                            new FileSecurity(null, null, new byte[0])),
                    map,
                    Envelope.NONE));
        }
        memory.later(Duration.ofDays(1));
        try (WriteSession session = repository.begin("night")) {
            return repository
                    .snapshots()
                    .publish(session, new ShardSnapshot("shard", containers))
                    .id();
        }
    }
}
