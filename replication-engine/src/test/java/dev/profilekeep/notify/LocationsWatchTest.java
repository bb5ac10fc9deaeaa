package dev.profilekeep.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Estate.MovingClock;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationsWatchTest {
    private static final Duration TURN = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    @Test
    void a_site_is_down_since_the_last_of_its_locations_failed() throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(
                file,
                """
                dataDirectory: data
                sites:
                  - {id: fra, name: Frankfurt, zone: Europe/Berlin}
                locations:
                  - {id: one, site: fra, address: one, kinds: [PROFILE]}
                  - {id: two, site: fra, address: two, kinds: [ODFC]}
                sets:
                  - {id: pool, replication: STORAGE, activeSite: fra, locations: [one, two]}
                """);
        Map<String, FaultyStorage> storages = Map.of(
                "one", new FaultyStorage(MemoryStorage.likeWindows()),
                "two", new FaultyStorage(MemoryStorage.likeWindows()));
        MovingClock clock = new MovingClock();
        try (LocationsWatch watch =
                new LocationsWatch(ConfigFile.read(file), (id, initiator) -> storages.get(id), clock)) {
            storages.get("one").fail("stat", 100, FaultyStorage.unreachable());
            assertThat(watch.now()).isEmpty();
            clock.forward(TURN);
            assertThat(watch.now().orElseThrow()).extracting(Trouble::kind).containsExactly(IncidentKind.LOCATION_DOWN);
            storages.get("two").fail("stat", 100, FaultyStorage.unreachable());
            clock.forward(TURN);
            Instant fell = clock.instant();
            watch.now();
            clock.forward(TURN);
            assertThat(watch.now().orElseThrow()).singleElement().satisfies(trouble -> {
                assertThat(trouble.kind()).isEqualTo(IncidentKind.SITE_DOWN);
                assertThat(trouble.since()).isEqualTo(fell);
            });
        }
    }
}
