package dev.profilekeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationStoragesTest {
    @TempDir
    Path folder;

    @Test
    void a_location_with_a_limit_of_operations_is_listed_and_read_like_any_other() throws IOException {
        Files.createDirectories(folder.resolve("share/S-1-5-21-1-2-3-1001_anna"));
        Path file = Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: fra-office, site: fra, address: share, limits: {operationsPerSecond: 500}}]
                sets: [{id: office, replication: STORAGE, activeSite: fra, locations: [fra-office]}]
                """);
        ProfileKeepConfig config = ConfigFile.read(file);

        try (StorageProvider storage = new LocationStorages(config)
                .connect(config.location("fra-office").orElseThrow())) {
            assertThat(storage.list(StoragePath.ROOT))
                    .extracting(StoredFile::name)
                    .containsExactly("S-1-5-21-1-2-3-1001_anna");
        }
    }
}
