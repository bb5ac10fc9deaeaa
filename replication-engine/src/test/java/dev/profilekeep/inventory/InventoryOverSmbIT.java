package dev.profilekeep.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.ContainerSort.Column;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.CopyDetail.Presence;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.inventory.InventoryRun.Phase;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sites on two real servers. */
class InventoryOverSmbIT {
    private static final ContainerSort BY_ACCOUNT = new ContainerSort(Column.ACCOUNT, false);

    @TempDir
    Path folder;

    private SambaServer fra;
    private SambaServer lon;
    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        open(SambaServer.USER);
    }

    private void open(String user) throws IOException {
        stop();
        fra = SambaServer.builder().share("profiles").start();
        lon = SambaServer.builder().share("profiles").encryption("required").start();
        String password = fra.password().use(String::new);
        Files.writeString(folder.resolve("password"), password);
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
                credentials: [{id: service, username: %s, passwordFrom: "file:password"}]
                locations:
                  - {id: fra-p, site: fra, address: "%s", credentials: service}
                  - {id: lon-p, site: lon, address: "%s", credentials: service, encryption: REQUIRED}
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p, lon-p]}]
                """
                        .formatted(user, fra.address("profiles"), lon.address("profiles")));
        engine = Engine.open(ConfigFile.read(folder.resolve("profilekeep.yml")), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
        if (fra != null) {
            fra.close();
        }
        if (lon != null) {
            lon.close();
        }
    }

    private InventoryRun inventory() throws InventoryRunningException {
        return engine.inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
    }

    private static String name(int i) {
        String account =
                List.of("anna", "Zoë Müller", "张伟", "u_1.x", "o'neil", "名前😀").get(i % 6) + i;
        String sid = "S-1-5-21-1004336348-1177238915-682003330-" + (2000 + i);
        return (i % 2 == 0 ? sid + "_" + account : account + "_" + sid) + "/Profile_" + account + ".VHDX";
    }

    private static Path put(SambaServer server, String path, String image) throws IOException {
        Path file = server.folder("profiles").resolve(path);
        Files.createDirectories(file.getParent());
        // or everybody may read it, which is a finding
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwx------"));
        Files.write(file, Fixtures.ownImage(image).bytes());
        return file;
    }

    private ContainerDetail detail(int i) {
        String account = name(i).replaceFirst(".*/Profile_", "").replace(".VHDX", "");
        return engine.containers().find(ContainerFilter.ALL, BY_ACCOUNT, 0, 100).stream()
                .filter(row -> row.account().equals(account))
                .findFirst()
                .flatMap(row -> engine.containers().detail(row.id()))
                .orElseThrow(() -> new AssertionError("no container of " + account));
    }

    private static CopyDetail at(ContainerDetail detail, String site) {
        return detail.copies().stream()
                .filter(copy -> copy.siteId().equals(site))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_day_in_the_life_of_an_estate() throws Exception {
        for (int i = 0; i < 12; i++) {
            put(fra, name(i), "gpt-fixed.vhd");
            put(lon, name(i), "gpt-fixed.vhd");
        }

        InventoryRun first = inventory();

        assertThat(first.phase()).as(engine.inventory().reason(first.id())).isEqualTo(Phase.DONE);
        assertThat(first.fresh()).isEqualTo(24);
        assertThat(engine.containers().find(ContainerFilter.ALL, BY_ACCOUNT, 0, 100))
                .hasSize(12)
                .allSatisfy(row -> {
                    assertThat(row.state()).isEqualTo(ContainerState.HEALTHY);
                    assertThat(row.sites()).containsExactly("fra", "lon");
                });
        assertThat(detail(5).row().account()).isEqualTo("名前😀5");

        assertThat(inventory().unchanged()).as("nothing happened").isEqualTo(24);

        // One person signs in, one disk is new, one is gone, one is damaged, one changed.
        put(fra, name(12), "mbr-fixed.vhdx");
        Files.delete(lon.folder("profiles").resolve(name(1)));
        Files.write(fra.folder("profiles").resolve(name(2)), new byte[70_000]);
        put(fra, name(3), "mbr-dynamic.vhd");
        try (StorageProvider host = fra.connect("profiles");
                OpenFile held = host.openForWriting(StoragePath.of(name(0)), Sharing.NONE)) {
            held.writeFully(held.size() - 512, ByteBuffer.allocate(1));

            InventoryRun busy = inventory();

            assertThat(busy.phase()).isEqualTo(Phase.DONE);
            assertThat(busy.inUse()).isEqualTo(1);
            assertThat(busy.fresh()).isEqualTo(1);
            assertThat(busy.gone()).isEqualTo(1);
            assertThat(busy.unreadable()).isEqualTo(1);
            assertThat(busy.changed()).isEqualTo(1);
            assertThat(busy.unchanged()).isEqualTo(20);
        }
        assertThat(at(detail(0), "fra").presence()).isEqualTo(Presence.IN_USE);
        assertThat(at(detail(0), "fra").info()).isNotNull();
        assertThat(detail(0).row().state()).isEqualTo(ContainerState.IN_USE);
        assertThat(detail(1).row().findings()).containsExactly(FindingCode.COPY_MISSING);
        assertThat(detail(2).row().state()).isEqualTo(ContainerState.PROBLEM);
        assertThat(detail(12).row().findings()).contains(FindingCode.COPY_MISSING);
        assertThat(engine.containers().unread()).extracting(Unread::path).containsExactly(name(2));
    }

    @Test
    void a_site_that_is_down_stops_nobody_and_is_seen_again_when_it_is_back() throws Exception {
        put(fra, name(0), "gpt-fixed.vhd");
        put(lon, name(0), "gpt-fixed.vhd");
        inventory();
        lon.kill();

        InventoryRun down = inventory();

        assertThat(down.phase()).isEqualTo(Phase.DONE);
        assertThat(down.gone()).isZero();
        assertThat(engine.containers().unread()).singleElement().satisfies(unread -> {
            assertThat(unread.locationId()).isEqualTo("lon-p");
            assertThat(unread.kind()).isEqualTo("UNREACHABLE");
        });
        assertThat(detail(0).row().sites()).containsExactly("fra", "lon");
        assertThat(engine.locations().list().get(1).problem()).isNotBlank();

        lon.restart();
        assertThat(inventory().unchanged()).isEqualTo(2);
        assertThat(engine.containers().unread()).isEmpty();
        assertThat(engine.locations().list().get(1).problem()).isNull();
    }

    @Test
    void a_folder_that_may_not_be_read_is_told_and_its_disk_is_not_gone() throws Exception {
        Assumptions.assumeTrue(SambaServer.isRoot(), "rights of another account need root");
        open(SambaServer.OTHER_USER);
        put(fra, name(0), "gpt-fixed.vhd");
        Path locked = put(fra, name(1), "gpt-fixed.vhd").getParent();
        for (Path one : new Path[] {fra.folder("profiles").resolve(name(0)).getParent(), locked}) {
            Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        inventory();
        Files.setPosixFilePermissions(locked, Set.of());
        try {
            InventoryRun run = inventory();

            assertThat(run.phase()).isEqualTo(Phase.DONE);
            assertThat(run.gone()).isZero();
            assertThat(engine.containers().unread()).singleElement().satisfies(unread -> {
                assertThat(unread.kind()).isEqualTo("DENIED");
                assertThat(unread.path()).isEqualTo(locked.getFileName().toString());
            });
        } finally {
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void a_folder_that_everybody_may_read_is_told_until_it_is_closed() throws Exception {
        Path annas = put(fra, name(0), "gpt-fixed.vhd").getParent();
        put(lon, name(0), "gpt-fixed.vhd");
        Files.setPosixFilePermissions(annas, PosixFilePermissions.fromString("rwxr-xr-x"));
        inventory();
        assertThat(detail(0).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.EXPOSED);
            assertThat(finding.location()).isEqualTo("fra-p");
            assertThat(finding.facts()).containsEntry("rights", "READ").containsEntry("who", "Everyone (S-1-1-0)");
        });
        Files.setPosixFilePermissions(annas, PosixFilePermissions.fromString("rwx------"));
        // Samba gives the last write as ChangeTime
        Files.setLastModifiedTime(annas, FileTime.from(Instant.now().plusSeconds(60)));
        inventory();
        assertThat(detail(0).row().findings()).isEmpty();
    }

    @Test
    void hundreds_of_folders_are_listed_and_read_in_shards() throws Exception {
        Path image = put(fra, "S-1-5-21-1-2-3-999_first/Profile_first.VHD", "gpt-fixed.vhd");
        for (int i = 0; i < 229; i++) {
            Path file = fra.folder("profiles")
                    .resolve("S-1-5-21-1-2-3-" + (1000 + i) + "_u" + i + "/Profile_u" + i + ".VHD");
            Files.createDirectories(file.getParent());
            Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwx------"));
            Files.createLink(file, image);
        }
        InventoryService inventory = engine.inventory();
        InventoryRun run = inventory.begin("Ada", Set.of("fra-p"));
        List<Shard> shards = inventory.list(run.id(), RunControl.NEVER_STOP);
        assertThat(shards).extracting(Shard::containers).containsExactly(200, 30);
        for (Shard shard : shards) {
            inventory.read(shard, RunControl.NEVER_STOP);
        }
        assertThat(inventory.finish(run.id()).fresh()).isEqualTo(230);
        assertThat(engine.containers().find(ContainerFilter.ALL, BY_ACCOUNT, 220, 20))
                .hasSize(10)
                .extracting(ContainerRow::state)
                .containsOnly(ContainerState.HEALTHY);
    }
}
