package dev.profilekeep.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActiveSitesTest {
    private static final Actor ADA = Actor.SCHEDULE;

    @TempDir
    private Path folder;

    private final Set<String> silent = new HashSet<>();
    private Catalog catalog;
    private ProfileKeepConfig config;
    private SiteKey key;

    @BeforeEach
    void open() throws Exception {
        configure("ENGINE");
        key = SiteKey.of(folder.resolve("keys").resolve("site.key"));
        catalog = Catalog.open(Databases.h2(folder.resolve("catalog")));
    }

    private void configure(String replication) throws Exception {
        Files.createDirectories(folder.resolve("fra"));
        Files.createDirectories(folder.resolve("lon"));
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(
                file,
                """
                sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
                locations:
                  - {id: fra-a, site: fra, address: "%s"}
                  - {id: lon-a, site: lon, address: "%s"}
                sets:
                  - {id: pool, replication: %s, activeSite: fra, locations: [fra-a, lon-a]}
                """
                        .formatted(folder.resolve("fra"), folder.resolve("lon"), replication));
        config = ConfigFile.read(file);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private SetConfig set() {
        return config.set("pool").orElseThrow();
    }

    private ActiveSites sites(Catalog of, SiteKey by) {
        return new ActiveSites(
                config,
                of.database(),
                new AuditTrail(of.database(), Clock.systemUTC()),
                (location, initiator) -> storage(location),
                by,
                Clock.systemUTC());
    }

    private StorageProvider storage(String location) {
        if (silent.contains(location)) {
            StorageProvider gone = MemoryStorage.likeSamba();
            try {
                gone.close(); // every use fails from now on
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return gone;
        }
        return new LocalStorage(folder.resolve(location.substring(0, 3)));
    }

    private Path file(String site) {
        return folder.resolve(site).resolve(".profilekeep").resolve("active-site");
    }

    @Test
    void copies_are_carried_from_the_active_site_alone_and_the_file_says_so_everywhere() throws Exception {
        ActiveSites sites = sites(catalog, key);
        assertThat(sites.against("pool", "fra-a", "lon-a")).isPresent();
        assertThat(sites.begin(set(), ADA).epoch()).isEqualTo(1);
        assertThat(sites.against("pool", "fra-a", "lon-a")).isEmpty();
        assertThat(sites.against("pool", "lon-a", "fra-a")).isPresent();
        for (String site : new String[] {"fra", "lon"}) {
            assertThat(Files.readAllLines(file(site)))
                    .contains("set: pool", "site: fra", "epoch: 1", "location: " + site + "-a", "key: " + key.id());
        }
        byte[] before = Files.readAllBytes(file("lon"));
        assertThat(sites.begin(set(), ADA).epoch()).isEqualTo(1);
        assertThat(sites.against("pool", "fra-a", "lon-a")).isEmpty();
        assertThat(Files.readAllBytes(file("lon"))).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STORAGE", "CLOUD_CACHE"})
    void what_others_carry_is_never_written_to(String replication) throws Exception {
        sites(catalog, key).begin(set(), ADA);
        configure(replication);
        assertThat(sites(catalog, key).against("pool", "fra-a", "lon-a")).isPresent();
        assertThat(Files.exists(file("fra"))).isFalse();
        assertThat(Files.exists(file("lon"))).isFalse();
    }

    @Test
    void after_a_move_the_other_site_is_the_only_one_and_a_location_that_was_silent_is_told_before_anything_else()
            throws Exception {
        ActiveSites sites = sites(catalog, key);
        sites.begin(set(), ADA);
        assertThat(sites.against("pool", "fra-a", "lon-a")).isEmpty();
        silent.add("fra-a");
        assertThat(sites.move(set(), 1, "lon", ADA, "Frankfurt is down")).containsOnlyKeys("fra-a");
        assertThat(sites.of("pool")).hasValueSatisfying(now -> {
            assertThat(now.siteId()).isEqualTo("lon");
            assertThat(now.epoch()).isEqualTo(2);
        });
        assertThat(Files.readString(file("lon"))).contains("site: lon", "epoch: 2");
        assertThat(Files.readString(file("fra"))).contains("site: fra", "epoch: 1");
        assertThatThrownBy(() -> sites.against("pool", "lon-a", "fra-a")).isInstanceOf(StorageException.class);
        silent.clear();
        assertThat(sites.against("pool", "fra-a", "lon-a")).isPresent();
        assertThat(sites.against("pool", "lon-a", "fra-a")).isEmpty();
        assertThat(Files.readString(file("fra"))).contains("site: lon", "epoch: 2");
        assertThat(new AuditTrail(catalog.database(), Clock.systemUTC()).recent(10))
                .extracting(entry -> entry.entry().act())
                .contains("set.active-site.move");
    }

    @Test
    void where_people_work_now_is_asked_of_the_catalog_and_before_any_move_of_the_configuration() throws Exception {
        ActiveSites sites = sites(catalog, key);
        assertThat(ActiveNow.of(catalog.database(), config).siteOf(set())).isEqualTo("fra");
        ActiveSite first = sites.begin(set(), ADA);
        sites.move(set(), first.epoch(), "lon", ADA, "fra is lost");

        ActiveNow now = ActiveNow.of(catalog.database(), config);

        assertThat(now.siteOf(set())).isEqualTo("lon");
        assertThat(now.isAt(set(), config.location("lon-a").orElseThrow())).isTrue();
        assertThat(now.isAt(set(), config.location("fra-a").orElseThrow())).isFalse();
        assertThat(ActiveNow.configured().siteOf(set())).isEqualTo("fra");
    }

    @Test
    void a_site_at_which_a_set_has_no_location_any_more_is_not_where_its_people_work() throws Exception {
        ActiveSites sites = sites(catalog, key);
        ActiveSite first = sites.begin(set(), ADA);
        sites.move(set(), first.epoch(), "lon", ADA, "fra is lost");
        Path file = folder.resolve("other.yml");
        Files.writeString(
                file,
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: fra-a, site: fra, address: "%s"}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-a]}]
                """
                        .formatted(folder.resolve("fra")));
        ProfileKeepConfig smaller = ConfigFile.read(file);

        assertThat(ActiveNow.of(catalog.database(), smaller)
                        .siteOf(smaller.set("pool").orElseThrow()))
                .isEqualTo("fra");
    }

    @Test
    void a_change_by_who_saw_another_epoch_is_refused_and_changes_nothing() throws Exception {
        ActiveSites sites = sites(catalog, key);
        assertThatThrownBy(() -> sites.move(set(), 0, "lon", ADA, "why not"))
                .isInstanceOf(ActiveSites.RefusedException.class);
        sites.begin(set(), ADA);
        for (long epoch : new long[] {0, 2}) {
            assertThatThrownBy(() -> sites.move(set(), epoch, "lon", ADA, "why not"))
                    .isInstanceOf(ActiveSites.RefusedException.class);
        }
        assertThatThrownBy(() -> sites.move(set(), 1, "fra", ADA, "why not"))
                .isInstanceOf(ActiveSites.RefusedException.class);
        assertThatThrownBy(() -> sites.move(set(), 1, "par", ADA, "why not"))
                .isInstanceOf(ActiveSites.RefusedException.class);
        assertThatThrownBy(() -> sites.move(set(), 1, "lon", ADA, " "))
                .isInstanceOf(ActiveSites.RefusedException.class);
        assertThat(sites.of("pool").orElseThrow().epoch()).isEqualTo(1);
        assertThat(Files.exists(file("lon"))).isFalse();
    }

    @Test
    void a_catalog_that_is_older_than_what_lies_at_a_location_writes_nothing_there() throws Exception {
        ActiveSites newer = sites(catalog, key);
        newer.begin(set(), ADA);
        assertThat(newer.move(set(), 1, "lon", ADA, "Frankfurt is down")).isEqualTo(Map.of());
        byte[] there = Files.readAllBytes(file("lon"));
        try (Catalog old = Catalog.open(Databases.h2(folder.resolve("old")))) {
            ActiveSites older = sites(old, key);
            older.begin(set(), ADA);
            Files.delete(file("fra"));
            assertThat(older.against("pool", "fra-a", "lon-a"))
                    .hasValueSatisfying(why -> assertThat(why).contains("epoch 2"));
        }
        assertThat(Files.readAllBytes(file("lon"))).isEqualTo(there);
        assertThat(Files.exists(file("fra")))
                .as("written at the one though the other forbids it")
                .isFalse();
    }

    @Test
    void a_file_of_another_installation_or_with_a_changed_byte_forbids_to_write() throws Exception {
        ActiveSites sites = sites(catalog, key);
        sites.begin(set(), ADA);
        assertThat(sites.against("pool", "fra-a", "lon-a")).isEmpty();
        byte[] sound = Files.readAllBytes(file("lon"));
        SiteKey other = SiteKey.of(folder.resolve("other").resolve("site.key"));
        assertThat(other.id()).isNotEqualTo(key.id());
        assertThat(sites(catalog, other).against("pool", "fra-a", "lon-a")).isPresent();
        for (int at = 0; at < sound.length; at++) {
            byte[] changed = sound.clone();
            changed[at] ^= 1;
            Files.write(file("lon"), changed);
            assertThat(sites.against("pool", "fra-a", "lon-a"))
                    .as("byte %d of %s", at, new String(sound, StandardCharsets.UTF_8))
                    .isPresent();
            assertThat(Files.readAllBytes(file("lon"))).isEqualTo(changed);
        }
        Files.write(file("lon"), Files.readAllBytes(file("fra")));
        assertThat(sites.against("pool", "fra-a", "lon-a"))
                .as("copied from another location")
                .isPresent();
        Files.write(file("lon"), sound);
        assertThat(sites.against("pool", "fra-a", "lon-a")).isEmpty();
    }

    @Test
    void the_key_is_made_once_and_for_its_owner_alone() throws Exception {
        Path file = folder.resolve("keys").resolve("site.key");
        assertThat(SiteKey.of(file).id()).isEqualTo(key.id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.writeString(file, "nothing\n");
        assertThatThrownBy(() -> SiteKey.of(file)).isInstanceOf(IOException.class);
    }
}
