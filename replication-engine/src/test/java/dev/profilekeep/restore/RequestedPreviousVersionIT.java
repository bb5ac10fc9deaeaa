package dev.profilekeep.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.SambaServer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a Samba kept by itself (shadow_copy2) is asked for, agreed to, and in its place. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RequestedPreviousVersionIT {
    private static final String SHARE = "profiles";
    private static final String ANNAS = Estate.ANNA + "_anna/Profile_anna.VHDX";
    private static final Instant MONDAY = Instant.parse("2026-11-16T01:00:00Z");
    private static final Actor ANNA = new Actor(Estate.ANNA, "Anna", List.of("USER"), "");
    private static final Actor HELGE = new Actor(Estate.BEN, "Helge", List.of("HELPDESK"), "");

    @TempDir
    Path folder;

    @TempDir
    Path share;

    private final Estate.MovingClock clock = new Estate.MovingClock();
    private SambaServer server;
    private Engine engine;
    private Repository repository;
    private RequestedRestores restorer;

    @BeforeEach
    void start() throws Exception {
        server = SambaServer.builder()
                .shareOf(
                        SHARE,
                        share,
                        "vfs objects = shadow_copy2 acl_xattr streams_xattr",
                        "shadow:mountpoint = " + share,
                        "shadow:snapdir = .snapshots",
                        "shadow:sort = desc")
                .start();
        Files.setPosixFilePermissions(share, PosixFilePermissions.fromString("rwxrwxrwx"));
        clock.set(Instant.now());
        Files.writeString(folder.resolve("password"), server.password().use(String::new));
        Path config = folder.resolve("profilekeep.yml");
        Files.writeString(
                config,
                """
                sites: [{id: fra, name: Frankfurt, zone: UTC}]
                credentials: [{id: service, username: %s, passwordFrom: "file:password"}]
                locations:
                  - {id: fra-p, site: fra, mode: ASSIST, address: "%s", credentials: service}
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p]}]
                """
                        .formatted(SambaServer.USER, server.address(SHARE)));
        engine = Engine.open(ConfigFile.read(config), clock);
        repository = Repositories.create(MemoryStorage.likeWindows());
        restorer = new RequestedRestores(
                engine.restores(),
                id -> repository,
                engine.restorePoints(),
                true,
                set -> Optional.of("main"),
                engine.locks(),
                engine.audit());
    }

    @AfterEach
    void stop() {
        engine.close();
        repository.close();
        server.close();
    }

    private void put(String below, String image) throws IOException {
        Path file = share.resolve(below).resolve(ANNAS);
        Files.createDirectories(file.getParent());
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.write(file, Fixtures.ownImage(image).bytes());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private Path kept() {
        return share.resolve(".snapshots/@GMT-2026.11.16-01.00.00");
    }

    private ContainerDetail anna() {
        long id = engine.containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 10)
                .get(0)
                .id();
        return engine.containers().detail(id).orElseThrow();
    }

    /** Today's disk in place, another one kept by the server, and a request for that. */
    private Request agreed(String then, String now) throws Exception {
        put(".snapshots/@GMT-2026.11.16-01.00.00", then);
        put("", now);
        engine.inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        assertThat(engine.previousVersions().of(anna()))
                .extracting(StoragePoint::moment)
                .containsExactly(MONDAY);
        Request asked = engine.requests()
                .ask(anna().row(), Wish.ofServer("fra-p", MONDAY), ANNA, "", Locale.ENGLISH, "all is gone")
                .request();
        return engine.requests().approve(asked.id(), HELGE, "");
    }

    private Restorer.Result restore(Request request) {
        clock.forward(Duration.ofSeconds(61));
        return restorer.restore(request, (phase, done, total) -> true);
    }

    private static Sha256 content(Path file) throws IOException {
        try (FileDevice device = FileDevice.open(file)) {
            return RestoredEstate.content(device);
        }
    }

    private static Sha256 of(String image) throws IOException {
        return RestoredEstate.content(Fixtures.ownImage(image));
    }

    @Test
    void what_the_server_kept_is_in_place_and_a_backup_from_then_on_and_goes_back() throws Exception {
        Request request = agreed("gpt-msr.vhdx", "mbr-fixed.vhdx");
        Restorer.Result done = restore(request);
        assertThat(done).as(done.toString()).isInstanceOfSatisfying(Restorer.Result.Done.class, told -> assertThat(
                        told.note().english())
                .isEmpty());
        assertThat(content(share.resolve(ANNAS))).isEqualTo(of("gpt-msr.vhdx"));
        assertThat(content(kept().resolve(ANNAS))).isEqualTo(of("gpt-msr.vhdx"));
        assertThat(engine.restorePoints().of(request.containerKey()))
                .singleElement()
                .satisfies(point -> {
                    assertThat(point.moment()).isEqualTo(MONDAY);
                    assertThat(point.ofStorage()).isTrue();
                });
        assertThat(engine.audit().recent(100))
                .anySatisfy(entry -> assertThat(entry.entry().evidence())
                        .containsEntry("point", "previous version at fra-p")
                        .containsEntry("moment", MONDAY.toString()));

        clock.forward(Duration.ofSeconds(61));
        Restorer.Result back = restorer.undo(RestoreOnServerIT.acted(request, done), (phase, at, total) -> true);
        assertThat(back).as(back.toString()).isInstanceOf(Restorer.Result.Done.class);
        assertThat(content(share.resolve(ANNAS))).isEqualTo(of("mbr-fixed.vhdx"));
    }

    @Test
    void a_volume_that_was_open_then_comes_back_as_it_was_and_that_is_said() throws Exception {
        Restorer.Result done = restore(agreed("bare-dirty.vhdx", "mbr-fixed.vhdx"));
        assertThat(done).as(done.toString()).isInstanceOfSatisfying(Restorer.Result.Done.class, told -> assertThat(
                        told.note().english())
                .contains("as after a power cut")
                .contains("the volume is dirty"));
        assertThat(content(share.resolve(ANNAS))).isEqualTo(of("bare-dirty.vhdx"));
    }

    @Test
    void what_the_server_dropped_meanwhile_is_said_and_nothing_is_changed() throws Exception {
        Request request = agreed("gpt-msr.vhdx", "mbr-fixed.vhdx");
        remove(kept());
        Restorer.Result failed = restore(request);
        assertThat(failed).isInstanceOfSatisfying(Restorer.Result.Failed.class, told -> {
            assertThat(told.why().english()).contains("fra-p does not keep what it was at " + MONDAY + " any more");
            assertThat(told.act()).isEmpty();
        });
        assertThat(content(share.resolve(ANNAS))).isEqualTo(of("mbr-fixed.vhdx"));
        assertThat(repository.snapshots().list()).isEmpty();
        assertThat(share.resolve(".profilekeep")).doesNotExist();
    }

    @Test
    void what_was_taken_into_the_repository_is_used_again_though_the_server_dropped_it() throws Exception {
        Request request = agreed("gpt-msr.vhdx", "mbr-fixed.vhdx");
        assertThat(restore(request)).isInstanceOf(Restorer.Result.Done.class);
        remove(kept());
        put("", "mbr-fixed.vhdx");
        engine.inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        KnownPoint point = engine.restorePoints().of(request.containerKey()).get(0);
        assertThat(point.moment()).isEqualTo(MONDAY);
        Request again = engine.requests()
                .ask(anna().row(), Wish.ofServer("fra-p", MONDAY), ANNA, "", Locale.ENGLISH, "and once more")
                .request();
        Restorer.Result done = restore(again);
        assertThat(done).as(done.toString()).isInstanceOf(Restorer.Result.Done.class);
        assertThat(repository.snapshots().list()).hasSize(1);
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failed) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
