package dev.profilekeep.compact.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.estate.BackupNight;
import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.TcpProxy;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What crosses the network in a whole night of compactions, after a night of backups: every byte of the line, in both directions, from its beginning to its end. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CompactionNightOverSmbIT {
    private static final String SHARE = "profiles";
    private static final String DISK = Estate.ANNA + "_anna/Profile_anna.VHDX";
    private static final int TAIL = 200 << 20;

    @TempDir
    private Path folder;

    private final Estate.MovingClock clock = new Estate.MovingClock();
    private FullContainer full;
    private SambaServer server;
    private TcpProxy line;
    private Engine engine;

    @BeforeEach
    void start() throws Exception {
        Fixtures.requireTool("qemu-img");
        server = SambaServer.builder().share(SHARE).start();
        line = new TcpProxy(server.port());
        full = FullContainer.withTail(TAIL);
        Files.setPosixFilePermissions(server.folder(SHARE), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createDirectories(disk().getParent());
        Files.setPosixFilePermissions(disk().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        full.lay(disk());
        Files.setPosixFilePermissions(disk(), PosixFilePermissions.fromString("rw-rw-rw-"));
        clock.set(Instant.now());
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        Files.writeString(folder.resolve("key"), key.text());
        try (LocalStorage storage = new LocalStorage(Files.createDirectories(folder.resolve("backups")))) {
            Repository.create(
                            storage,
                            new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"),
                            RepositorySetting.standard(Clock.systemUTC(), "test"))
                    .close();
        }
        Files.writeString(folder.resolve("password"), server.password().use(String::new));
        Path config = folder.resolve("profilekeep.yml");
        Files.writeString(
                config,
                """
                dataDirectory: data
                sites: [{id: fra, name: Frankfurt, zone: UTC}]
                credentials: [{id: service, username: %s, passwordFrom: "file:password"}]
                locations: [{id: fra-p, site: fra, mode: ACT, address: "%s", credentials: service}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p]}]
                repositories: [{id: backups, site: fra, address: backups, keyFrom: file:key}]
                policies:
                  compaction: {minimumBytes: 1 MiB, minimumPercent: 1, keepFreePercent: 1}
                  backups: {repository: backups}
                """
                        .formatted(SambaServer.USER, line.through(server.address(SHARE))));
        engine = Engine.open(ConfigFile.read(config), clock);
        engine.inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
    }

    @AfterEach
    void stop() throws IOException {
        if (engine != null) {
            engine.close();
        }
        if (server != null) {
            line.close();
            server.close();
        }
    }

    private Path disk() {
        return server.folder(SHARE).resolve(DISK);
    }

    private long live() throws IOException {
        long[] bytes = {0};
        VirtualDisk disk = Containers.open(full.file());
        ContentLayout.of(disk)
                .counted(range -> disk.extents(
                        range, extent -> bytes[0] += extent instanceof Extent.Stored ? extent.length() : 0));
        return bytes[0];
    }

    private double timesLive() throws Exception {
        long before = line.bytesToClient() + line.bytesToServer();
        CompactionRun run = engine.compactions().runAll("Ada", true, false, List.of(), RunControl.NEVER_STOP);
        long crossed = line.bytesToClient() + line.bytesToServer() - before;
        List<CompactionItem> items =
                engine.compactions().items(run.id(), new ItemFilter("", Set.of(), "", Reach.EVERYWHERE), 0, 10);
        assertThat(items).singleElement().satisfies(item -> assertThat(item.outcome())
                .as(item.sentence())
                .isEqualTo(Outcome.COMPACTED));
        assertThat(Files.size(disk()))
                .isEqualTo(items.get(0).bytesAfter())
                .isLessThan(full.file().size());
        assertThat(FullContainer.content(disk())).isEqualTo(full.content());
        Fixtures.run(folder, "qemu-img", "check", disk().toString());
        return (double) crossed / live();
    }

    @Test
    void after_a_backup_what_counts_crosses_the_network_once_to_make_a_disk_smaller_and_to_prove_it() throws Exception {
        BackupNight night = engine.backups().runAll("Ada", true, RunControl.NEVER_STOP);
        assertThat(night.stored()).as(night.reason()).isEqualTo(1);

        double times = timesLive();

        System.out.printf("a night of compactions over the wire: %.3f times the %d bytes that count%n", times, live());
        assertThat(times).isBetween(1.0, 1.10);
    }

    @Test
    void without_one_it_crosses_the_network_twice() throws Exception {
        double times = timesLive();

        System.out.printf("and without a backup: %.3f times%n", times);
        assertThat(times).isBetween(2.0, 2.15);
    }
}
