package dev.profilekeep.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.BackupRun;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.ChildJvm;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores in place on a real server whose process is killed at a random moment ({@code -Dtests.rounds=200} for more). */
class RestoreKilledIT {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 20);
    private static final String SHARE = "profiles";
    private static final String ANNAS = Estate.ANNA + "_anna/Profile_anna.VHDX";

    @TempDir
    Path folder;

    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
    private final List<UUID> snapshots = new ArrayList<>();
    private final List<Sha256> contents = new ArrayList<>();
    private SambaServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Path disk() {
        return server.folder(SHARE).resolve(ANNAS);
    }

    private Path config() {
        return folder.resolve("profilekeep.yml");
    }

    private void lay(String image) throws IOException {
        Files.createDirectories(disk().getParent());
        Files.setPosixFilePermissions(disk().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.write(disk(), Fixtures.ownImage(image).bytes());
        Files.setPosixFilePermissions(disk(), PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private void prepare() throws Exception {
        server = SambaServer.builder().share(SHARE).start();
        Files.setPosixFilePermissions(server.folder(SHARE), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(folder.resolve("password"), server.password().use(String::new));
        Files.writeString(
                config(),
                """
                sites: [{id: fra, name: Frankfurt, zone: UTC}]
                credentials: [{id: service, username: %s, passwordFrom: "file:password"}]
                locations: [{id: fra-p, site: fra, mode: ASSIST, address: "%s", credentials: service}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p]}]
                """
                        .formatted(SambaServer.USER, server.address(SHARE)));
        Files.createDirectory(folder.resolve("repo"));
        Clock clock = Clock.systemUTC();
        try (StorageProvider storage = Storages.connect(
                        new StorageAddress.Local(folder.resolve("repo")),
                        StorageOptions.builder().build());
                Repository repository = Repository.create(
                        storage,
                        new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"),
                        RepositorySetting.standard(clock, "test"));
                Engine engine = Engine.open(ConfigFile.read(config()), clock)) {
            for (String image : List.of("gpt-msr.vhdx", "mbr-fixed.vhdx")) {
                lay(image);
                BackupResult result = new BackupRun(
                                repository,
                                new ContentReader(Runnable::run, 1),
                                ChunkSizes.STANDARD,
                                SlicedFile.STANDARD,
                                clock)
                        .run(
                                "test",
                                List.of(new BackupSource(
                                        engine.locations().storage("fra-p", Initiator.PERSON),
                                        "fra-p",
                                        StoragePath.of(ANNAS),
                                        new ContainerIdentity(
                                                "pool", ContainerKind.PROFILE, Estate.ANNA, "Profile_anna"))),
                                MapMaker.Extent.CHANGED,
                                BackupProgress.NONE);
                snapshots.add(result.snapshot().id());
                contents.add(RestoredEstate.content(Fixtures.ownImage(image)));
            }
            engine.inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        }
    }

    private Process start(int snapshot) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(
                        RestoringProcess.class,
                        config().toString(),
                        folder.resolve("repo").toString(),
                        snapshots.get(snapshot).toString()))
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("KEY", key.text());
        return builder.start();
    }

    private String said() throws IOException {
        return "seed " + seed + ": " + Files.readString(folder.resolve("out"))
                + Files.readString(folder.resolve("err"));
    }

    private Sha256 content() throws IOException {
        try (FileDevice file = FileDevice.open(disk())) {
            return RestoredEstate.content(file);
        }
    }

    @Test
    void whenever_it_is_killed_the_name_has_a_whole_disk_and_the_next_one_goes_on() throws Exception {
        prepare();
        long usual = 0;
        int killed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Sha256 before = content();
            int wanted = contents.indexOf(before) == 0 ? 1 : 0;
            long begun = System.nanoTime();
            Process process = start(wanted);
            boolean kill = usual > 0 && round % 5 != 4;
            // most of the time of the process is its start: what it changes comes late
            long moment = (long) (usual * (0.35 + 0.7 * random.nextDouble()));
            if (kill && !process.waitFor(moment, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                killed++;
                assertThat(content()).as(said()).isIn(before, contents.get(wanted));
                continue;
            }
            assertThat(process.waitFor()).as(said()).isZero();
            assertThat(said()).contains("settled []").contains("Restored: ");
            assertThat(content()).as(said()).isEqualTo(contents.get(wanted));
            usual = usual == 0 ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) : usual;
        }
        assertThat(killed).as("seed %d: processes that were killed", seed).isGreaterThan(ROUNDS / 4);
        assertThat(start(contents.indexOf(content()) == 0 ? 1 : 0).waitFor())
                .as(said())
                .isZero();
        assertThat(said()).contains("Restored: ");
        nothingHalfDoneIsLeft();
    }

    /** Every folder of a swap is one that keeps an old file whole, or was begun in the last moment before a death. */
    private void nothingHalfDoneIsLeft() throws IOException {
        Path swaps = server.folder(SHARE).resolve(".profilekeep");
        try (Stream<Path> entries = Files.list(swaps)) {
            for (Path entry : entries.toList()) {
                assertThat(entry.toString()).as("seed %d", seed).doesNotEndWith(".open");
                Path journal = entry.resolve("journal.jsonl");
                if (Files.exists(journal)) {
                    assertThat(Files.readString(journal)).as("seed %d", seed).contains("\"DONE\"");
                    try (FileDevice kept = FileDevice.open(entry.resolve("old.disk"))) {
                        assertThat(RestoredEstate.content(kept))
                                .as("seed %d", seed)
                                .isIn(contents);
                    }
                }
            }
        }
    }
}
