package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositoryException;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.Snapshots;
import dev.profilekeep.content.MapReader;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.engine.ChildJvm;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups and changes of keys whose process is killed at a random moment ({@code -Dtests.rounds=200} for more). */
class BackupKilledIT {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 20);
    private static final String NAME = "S-1-5-21-1-2-3-1104_anna/Profile_anna.VHDX";
    private static final int DISK = 24 << 20;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
    private final RepositorySetting setting = RepositorySetting.standard(Clock.systemUTC(), "test");
    /** Of each snapshot that a process said it made: the digest of the disk. */
    private final Map<UUID, Sha256> told = new HashMap<>();

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void create() throws IOException {
        Files.createDirectory(folder.resolve("repo"));
        try (StorageProvider storage = storage();
                Repository repository =
                        Repository.create(storage, new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"), setting)) {
            assertThat(repository.keys().list()).hasSize(1);
        }
    }

    private StorageProvider storage() {
        return Storages.connect(
                new StorageAddress.Local(folder.resolve("repo")),
                StorageOptions.builder().build());
    }

    /** A container with other content than before, most of which was there before. */
    private final byte[] content = new byte[DISK];

    private Sha256 change() throws IOException {
        byte[] part = new byte[1 + random.nextInt(4 << 20)];
        random.nextBytes(part);
        System.arraycopy(part, 0, content, random.nextInt(DISK - part.length), part.length);
        Path file = folder.resolve("profiles").resolve(NAME);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        ConversionRun.runToFile(
                ConversionPlanner.toVhdx(
                        new RawDisk(new MemoryDevice(content), 512),
                        VhdxEnvelope.dynamic(DISK).withBlockSize(1 << 20)),
                file,
                Progress.NONE);
        return Sha256.of(content);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = ChildJvm.command(ProfileKeepCli.class, "backup");
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--key-from", "env:KEY", "--repo", folder.resolve("repo").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("KEY", key.text());
        builder.environment().putAll(environment);
        return builder.start();
    }

    @Test
    void whatever_a_killed_backup_leaves_what_was_finished_comes_back_and_the_next_one_goes_on() throws Exception {
        long usual = TimeUnit.SECONDS.toMillis(3);
        int killed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Sha256 disk = change();
            long begun = System.nanoTime();
            Process process =
                    start("create", "--json", folder.resolve("profiles").toString());
            if (round % 4 != 3 && !process.waitFor((long) (usual * random.nextDouble()), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                killed++;
                continue;
            }
            assertThat(process.waitFor())
                    .as("seed %d: %s", seed, Files.readString(folder.resolve("err")))
                    .isZero();
            usual = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            String out = Files.readString(folder.resolve("out"));
            String id = out.replaceAll("(?s).*\"snapshot\" : \"([0-9a-f-]{36})\".*", "$1");
            told.put(UUID.fromString(id), disk);
        }
        assertThat(killed).as("seed %d: processes that were killed", seed).isGreaterThan(ROUNDS / 4);
        assertThat(told).isNotEmpty();
        everySnapshotComesBack();
        nothingIsWrong();
    }

    private void nothingIsWrong() throws IOException {
        try (StorageProvider storage = storage();
                Repository repository = Repository.open(storage, key, setting)) {
            assertThat(new RepositoryCheck(repository)
                            .run(CheckExtent.DATA, Progress.NONE)
                            .problems())
                    .as("seed %d", seed)
                    .allMatch(problem -> problem.severity() == Problem.Severity.HARMLESS);
        }
    }

    private void everySnapshotComesBack() throws IOException {
        List<UUID> seen = new ArrayList<>();
        try (StorageProvider storage = storage();
                Repository repository = Repository.open(storage, key, setting)) {
            repository.snapshots().forEach(new Snapshots.Visitor() {
                @Override
                public void snapshot(OpenSnapshot snapshot) throws IOException {
                    UUID id = snapshot.head().id();
                    new MapReader(repository.content()).verify(snapshot.map(0));
                    SnapshotDisk disk = SnapshotDisk.open(repository, snapshot, 0, Runnable::run, 0);
                    ByteBuffer bytes = ByteBuffer.allocate(DISK);
                    disk.disk().disk().readFully(0, bytes);
                    Sha256 digest = Sha256.of(bytes.flip());
                    if (told.containsKey(id)) {
                        assertThat(digest).as("seed %d", seed).isEqualTo(told.get(id));
                        seen.add(id);
                    }
                }

                @Override
                public void damaged(UUID id, IOException why) {
                    throw new AssertionError("seed " + seed + ": " + id, why);
                }
            });
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(told.keySet());
    }

    @Test
    void whenever_a_change_of_keys_is_killed_one_of_them_opens_the_repository() throws Exception {
        Path recovery = folder.resolve("recovery");
        for (int round = 0; round < ROUNDS; round++) {
            Files.deleteIfExists(recovery);
            Process process = start("key", "add", "--recovery-to", recovery.toString());
            if (!process.waitFor((long) (2000 * random.nextDouble()), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (StorageProvider storage = storage();
                    Repository repository = Repository.open(storage, key, setting)) {
                assertThat(repository.keys().damaged()).as("seed %d", seed).isEmpty();
                for (var one : repository.keys().list()) {
                    if (one.kind() == KeySlot.Kind.RECOVERY) {
                        repository.keys().remove(one.id());
                    }
                }
            }
        }
    }

    private boolean opens(String passphrase) throws IOException {
        try (StorageProvider storage = storage();
                Repository repository =
                        Repository.open(storage, new Secret.Passphrase(passphrase.toCharArray()), setting)) {
            return repository.id() != null;
        } catch (RepositoryException.WrongKey e) {
            return false;
        }
    }

    @Test
    void whenever_the_change_or_removal_of_a_passphrase_is_killed_the_old_or_the_new_one_opens() throws Exception {
        String current = "passphrase number 0";
        KeySlot.Kind kind = KeySlot.Kind.PASSPHRASE;
        for (int round = 1; round <= ROUNDS; round++) {
            String fresh = "passphrase number " + round;
            String id;
            try (StorageProvider storage = storage();
                    Repository repository = Repository.open(storage, key, setting)) {
                List<KeyInfo> there = repository.keys().list().stream()
                        .filter(one -> one.kind() == kind)
                        .toList();
                id = there.isEmpty()
                        ? repository
                                .keys()
                                .add(new Secret.Passphrase(current.toCharArray()), kind, "test")
                                .id()
                        : there.get(0).id();
            }
            environment.put("NEW", fresh);
            boolean remove = round % 4 == 0;
            Process process = remove
                    ? start("key", "remove", id)
                    : start("key", "change", id, "--new-passphrase-from", "env:NEW");
            if (!process.waitFor((long) (4000 * random.nextDouble()), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            boolean old = opens(current);
            boolean changed = !remove && opens(fresh);
            if (!remove) {
                assertThat(old || changed).as("seed %d, round %d", seed, round).isTrue();
            }
            try (StorageProvider storage = storage();
                    Repository repository = Repository.open(storage, key, setting)) {
                assertThat(repository.keys().damaged()).as("seed %d", seed).isEmpty();
                if (old && changed) { // the next run ends what was begun
                    repository.keys().remove(id);
                    assertThat(opens(current)).isFalse();
                }
            }
            current = changed ? fresh : current;
        }
        nothingIsWrong();
    }
}
