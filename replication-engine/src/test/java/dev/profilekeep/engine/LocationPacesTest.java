package dev.profilekeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.StorageUse.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which locations are read at a pace. */
class LocationPacesTest {
    private static final StoragePath DISK = StoragePath.of("disk.vhdx");

    @TempDir
    Path folder;

    private Engine open(String limits) throws IOException {
        Path file = Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
                locations:
                  - {id: share, site: fra, address: 'smb://files.fra.example.com/profiles'%s}
                  - {id: local, site: lon, address: here}
                sets: [{id: office, replication: STORAGE, activeSite: fra, locations: [share, local]}]
                """
                        .formatted(limits));
        ProfileKeepConfig config = ConfigFile.read(file);
        return Engine.open(config, Clock.systemUTC(), location -> {
            MemoryStorage storage = MemoryStorage.likeWindows();
            try (OpenFile disk = storage.create(DISK, Sharing.NONE)) {
                disk.writeFully(0, ByteBuffer.allocate(1 << 16));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return storage;
        });
    }

    private static void read(Engine engine, String location) throws IOException {
        StorageProvider storage = engine.locations().storage(location, Initiator.JOB);
        try (OpenFile disk = storage.openForReading(DISK, Sharing.ALL)) {
            disk.readFully(0, ByteBuffer.allocate(1 << 16));
        }
    }

    @Test
    void a_share_is_probed_by_itself_and_a_folder_of_this_machine_is_not() throws Exception {
        try (Engine engine = open("")) {
            read(engine, "share");
            read(engine, "local");
            assertThat(engine.locations().paces()).containsOnlyKeys("share");
            assertThat(engine.locations().paces().get("share").last()).isPositive();
            assertThat(engine.locations().slowed()).isZero();
            assertThat(engine.locations()
                            .storageUse()
                            .get("share")
                            .of(Operation.READ)
                            .count())
                    .as("what was asked for, and the probe")
                    .isEqualTo(2);
            assertThat(engine.locations()
                            .storageUse()
                            .get("local")
                            .of(Operation.READ)
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void with_0_for_both_a_share_is_read_as_fast_as_it_can_be() throws Exception {
        try (Engine engine = open(", limits: {operationsPerUser: 0, slowAt: 0}")) {
            read(engine, "share");
            assertThat(engine.locations().paces()).isEmpty();
            assertThat(engine.locations()
                            .storageUse()
                            .get("share")
                            .of(Operation.READ)
                            .count())
                    .isEqualTo(1);
        }
    }
}
