package dev.profilekeep.backup.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.MapMaker.Extent;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A container that somebody has open all night, on a Samba that keeps snapshots (shadow_copy2). */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PreviousVersionIT {
    private static final String NAME = "Profile_anna.vhdx";
    private static final Instant MONDAY = Instant.parse("2026-11-16T01:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-17T01:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-11-18T01:00:00Z");

    @TempDir
    Path share;

    @TempDir
    Path work;

    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private SambaServer server;
    private Repository repository;

    @BeforeEach
    void start() throws IOException {
        server = SambaServer.builder()
                .shareOf(
                        "profiles",
                        share,
                        "vfs objects = shadow_copy2 acl_xattr streams_xattr",
                        "shadow:mountpoint = " + share,
                        "shadow:snapdir = .snapshots",
                        "shadow:sort = desc")
                .start();
        repository = Repositories.create(MemoryStorage.likeWindows());
    }

    @AfterEach
    void stop() {
        workers.shutdown();
        repository.close();
        server.close();
    }

    private void put(String folder, String image, Instant written) throws IOException {
        Path file = Files.createDirectories(share.resolve(folder)).resolve(NAME);
        Files.write(file, Fixtures.ownImage(image).bytes());
        Files.setLastModifiedTime(file, FileTime.from(written));
    }

    private static String snapshot(String day) {
        return ".snapshots/@GMT-2026.11." + day + "-01.00.00";
    }

    private BackupResult back(StorageProvider storage) throws IOException {
        var anna = new BackupSource(
                storage,
                "fra-profiles",
                StoragePath.of(NAME),
                new ContainerIdentity("office", ContainerKind.PROFILE, "S-1-5-21-1-2-3-1104", "Profile_anna"));
        return new BackupRun(
                        repository,
                        new ContentReader(workers, 2),
                        ChunkSizes.STANDARD,
                        SlicedFile.STANDARD,
                        Clock.systemUTC(),
                        true)
                .run("shard", List.of(anna), Extent.CHANGED, BackupProgress.NONE);
    }

    private Sha256 root(BlockDevice container) throws IOException {
        try (TemporaryNodes nodes = TemporaryNodes.open()) {
            return new MapMaker<>(
                            nodes,
                            new ContentReader(workers, 2),
                            ContentKeeper.NOTHING,
                            ChunkSizes.STANDARD,
                            Clock.systemUTC())
                    .make(Containers.open(container), null, Extent.FULL, Progress.NONE)
                    .map()
                    .root();
        }
    }

    @Test
    void who_works_all_night_is_backed_up_as_the_storage_kept_the_disk_last_and_only_once() throws Exception {
        put("", "mbr-fixed.vhdx", WEDNESDAY);
        put(snapshot("16"), "gpt-msr.vhdx", MONDAY.minusSeconds(60));
        put(snapshot("17"), "gpt-4kn.vhdx", TUESDAY.minusSeconds(60));
        try (StorageProvider host = server.connect("profiles");
                OpenFile held = host.openForWriting(StoragePath.of(NAME), Sharing.NONE);
                StorageProvider storage = server.connect("profiles")) {
            assertThat(held.size()).isPositive();

            BackupResult result = back(storage);

            assertThat(result.isWhole()).isTrue();
            Path restored = work.resolve("restored.vhdx");
            try (OpenSnapshot open = repository
                    .snapshots()
                    .open(Objects.requireNonNull(result.snapshot()).id())) {
                SnapshotDisk disk = SnapshotDisk.open(repository, open, 0, workers, 2);
                assertThat(disk.facts().source()).isEqualTo(new SnapshotSource.OfStorage(TUESDAY));
                ConversionRun.runToFile(disk.asBefore(), restored, Progress.NONE);
            }
            try (FileDevice file = FileDevice.open(restored)) {
                assertThat(root(file)).isEqualTo(root(Fixtures.ownImage("gpt-4kn.vhdx")));
            }

            assertThat(back(storage).outcomes())
                    .as("nothing is younger than what was backed up")
                    .singleElement()
                    .isInstanceOf(ContainerOutcome.InUse.class);
        }
        assertThat(back(server.connect("profiles")).outcomes())
                .as("as soon as nobody has it open, it is itself read")
                .singleElement()
                .isInstanceOfSatisfying(
                        ContainerOutcome.Stored.class,
                        stored -> assertThat(stored.source().of()).isEqualTo(new SnapshotSource.Live()));
    }

    @Test
    void the_versions_that_a_storage_keeps_are_told_apart_by_what_they_were() throws Exception {
        put("", "mbr-fixed.vhdx", WEDNESDAY);
        put(snapshot("15"), "gpt-msr.vhdx", MONDAY.minusSeconds(60));
        put(snapshot("16"), "gpt-msr.vhdx", MONDAY.minusSeconds(60));
        put(snapshot("17"), "gpt-4kn.vhdx", TUESDAY.minusSeconds(60));
        Files.createDirectories(share.resolve(snapshot("18")));
        try (StorageProvider storage = server.connect("profiles")) {
            assertThat(StoragePoint.of(storage, StoragePath.of(NAME), 100))
                    .extracting(StoragePoint::moment)
                    .containsExactly(TUESDAY, MONDAY);
            assertThat(StoragePoint.of(storage, StoragePath.of(NAME), 2))
                    .extracting(StoragePoint::moment)
                    .containsExactly(TUESDAY);
            assertThat(StoragePoint.of(storage, StoragePath.of("nobody.vhdx"), 100))
                    .isEmpty();
        }
    }
}
