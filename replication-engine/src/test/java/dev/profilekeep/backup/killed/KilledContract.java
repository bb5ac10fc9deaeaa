package dev.profilekeep.backup.killed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotOrigin;
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
import dev.profilekeep.storage.StorageProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prunes, undos and copies whose processes are killed at random moments, and processes of all kinds beside each other ({@code -Dtests.rounds=200} for more, {@code
 * -Dtests.seed=…} for the same moments).
 */
abstract class KilledContract {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 20);
    private static final int DISK = 12 << 20;
    private static final Duration STEP = Duration.ofHours(3);
    /** Nights that are kept; older ones are forgotten at once. */
    private static final int KEPT = 3;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final byte[] content = new byte[DISK];
    /** Of each snapshot that a process said it made, and that is not forgotten: the digest of the disk. */
    private final Map<UUID, Sha256> told = new HashMap<>();

    private final List<UUID> order = new ArrayList<>();
    private Duration later = Duration.ZERO;
    private Place place;
    private Place second;
    private int killed;

    /** An empty folder, another one each time. */
    protected abstract Place place() throws Exception;

    @BeforeEach
    void create() throws Exception {
        place = place();
        second = place();
        place.create();
        second.create();
    }

    private Path change() throws IOException {
        byte[] part = new byte[1 + random.nextInt(2 << 20)];
        random.nextBytes(part);
        System.arraycopy(part, 0, content, random.nextInt(DISK - part.length), part.length);
        Path file = folder.resolve("Profile_anna.VHDX");
        Files.deleteIfExists(file);
        ConversionRun.runToFile(
                ConversionPlanner.toVhdx(
                        new RawDisk(new MemoryDevice(content), 512),
                        VhdxEnvelope.dynamic(DISK).withBlockSize(1 << 20)),
                file,
                Progress.NONE);
        return file;
    }

    /** A process under way. */
    private record Running(Process process, BufferedReader out, Path err) {
        String line() throws IOException {
            return String.valueOf(out.readLine());
        }
    }

    private int processes;

    private Running start(String verb, String... more) throws IOException {
        List<String> command = ChildJvm.command(RepositoryProcess.class, verb, later.toString());
        command.addAll(List.of(more));
        Path err = folder.resolve("err" + processes++);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().put("PLACE", place.encode());
        builder.environment().put("SECOND", second.encode());
        Process process = builder.start();
        BufferedReader out = process.inputReader(UTF_8);
        Running running = new Running(process, out, err);
        for (String line = running.line(); !line.equals("begun"); line = running.line()) {
            assertThat(line).as("seed %d: %s", seed, Files.readString(err)).isNotEqualTo("null");
        }
        return running;
    }

    /** @return what it said; null if it was killed */
    private String killedAfter(Running running, double millis) throws IOException, InterruptedException {
        if (!running.process().waitFor((long) millis, TimeUnit.MILLISECONDS)) {
            running.process().destroyForcibly().waitFor();
            killed++;
            return null;
        }
        return ended(running);
    }

    private String ended(Running running) throws IOException, InterruptedException {
        String said = "";
        for (String line = running.line(); !line.equals("null"); line = running.line()) {
            said = line.matches(".*(snapshot |copied |Ended|Waiting|^[0-9]+$).*") ? line : said;
        }
        assertThat(running.process().waitFor())
                .as("seed %d: %s", seed, Files.readString(running.err()))
                .isZero();
        return said;
    }

    private void night() throws Exception {
        tell(ended(start("backup", change().toString())), Sha256.of(content));
    }

    private void tell(String said, Sha256 disk) {
        UUID id = UUID.fromString(said.replaceAll(".*snapshot ", ""));
        told.put(id, disk);
        order.add(id);
    }

    /** Forgets all but the last nights, at once. */
    private void forgetOld() throws IOException {
        try (StorageProvider storage = place.connect(later);
                Repository repository = place.open(storage)) {
            while (order.size() > KEPT) {
                UUID oldest = order.remove(0);
                told.remove(oldest);
                repository.decisions().decide("test", "", new Decision.Forget(oldest, Set.of(), Duration.ZERO));
            }
        }
    }

    @Test
    void whenever_a_prune_or_its_undo_is_killed_nothing_that_is_needed_goes_and_the_next_goes_on() throws Exception {
        double usual = 1500;
        int ended = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 2 == 0) {
                night();
                forgetOld();
            }
            later = later.plus(STEP);
            boolean undo = round % 7 == 6;
            long begun = System.nanoTime();
            String said = killedAfter(
                    start(undo ? "undo" : "prune"), round % 5 == 4 ? 60_000 : usual * random.nextDouble() * 0.8);
            if (said != null) {
                usual = Math.max(50, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / 2.0);
                ended += said.contains("Ended") ? 1 : 0;
            }
            if (round % 5 == 0) {
                whole();
            }
        }
        for (int last = 0; last < 5 && ended == 0; last++) {
            later = later.plus(STEP);
            ended += ended(start("prune")).contains("Ended") ? 1 : 0;
        }
        assertThat(ended).as("seed %d: prunes that came to their end", seed).isPositive();
        assertThat(killed).as("seed %d: processes that were killed", seed).isGreaterThan(ROUNDS / 10);
        whole();
    }

    @Test
    void whenever_a_copy_is_killed_what_is_there_is_whole_and_the_next_brings_the_rest() throws Exception {
        double usual = 1500;
        boolean rest = false;
        for (int round = 0; round < ROUNDS; round++) {
            if (!rest) {
                night(); // there is always something to be copied
            }
            long begun = System.nanoTime();
            rest = killedAfter(start("copy"), round % 4 == 3 ? 60_000 : usual * random.nextDouble() * 0.8) == null;
            if (!rest) {
                usual = Math.max(50, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / 2.0);
            }
            if (round % 5 == 0) {
                wholeCopies();
            }
        }
        assertThat(killed).as("seed %d: processes that were killed", seed).isGreaterThan(ROUNDS / 10);
        ended(start("copy"));
        assertThat(wholeCopies()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(told.keySet());
        assertThat(ended(start("copy"))).isEqualTo("copied 0");
    }

    @Test
    void a_backup_two_prunes_a_copy_and_a_check_beside_each_other_lose_nothing() throws Exception {
        for (int round = 0; round < Math.max(3, ROUNDS / 6); round++) {
            night();
            night();
            forgetOld();
            later = later.plus(STEP);
            Running backup = start("backup", change().toString());
            Sha256 disk = Sha256.of(content);
            Running first = start("prune");
            Running other = start("prune");
            Running copy = start("copy");
            try (StorageProvider storage = place.connect(later);
                    Repository repository = place.open(storage)) {
                requireClean(repository); // a check beside all of them
            }
            tell(ended(backup), disk);
            ended(first);
            ended(other);
            ended(copy);
            whole();
            wholeCopies();
        }
        for (int last = 0; last < 4; last++) {
            later = later.plus(STEP);
            ended(start("prune"));
        }
        whole();
        ended(start("copy"));
        assertThat(wholeCopies()).as("seed %d", seed).containsAll(told.keySet());
    }

    /** Nothing is wrong, and every night that was told and not forgotten comes back. */
    private void whole() throws IOException {
        assertThat(whole(place)).as("seed %d", seed).containsAll(told.keySet());
    }

    private List<UUID> wholeCopies() throws IOException {
        return whole(second);
    }

    private void requireClean(Repository repository) throws IOException {
        assertThat(new RepositoryCheck(repository)
                        .run(CheckExtent.DATA, Progress.NONE)
                        .problems())
                .as("seed %d", seed)
                .allMatch(problem -> problem.severity() == Problem.Severity.HARMLESS);
    }

    /** @return which nights came back, by where they were backed up */
    private List<UUID> whole(Place where) throws IOException {
        List<UUID> nights = new ArrayList<>();
        try (StorageProvider storage = where.connect(later);
                Repository repository = where.open(storage)) {
            requireClean(repository);
            Standing standing = repository.decisions().read().standing();
            Instant now = repository.decisions().now();
            repository.snapshots().forEach(new Snapshots.Visitor() {
                @Override
                public void snapshot(OpenSnapshot snapshot) throws IOException {
                    SnapshotOrigin origin = snapshot.head().origin();
                    UUID id = snapshot.head().id();
                    String key = snapshot.containers().get(0).identity().key();
                    if (standing.isForgotten(id, key, now)) {
                        return;
                    }
                    UUID night = origin == null ? id : origin.snapshot();
                    new MapReader(repository.content()).verify(snapshot.map(0));
                    SnapshotDisk disk = SnapshotDisk.open(repository, snapshot, 0, Runnable::run, 0);
                    ByteBuffer bytes = ByteBuffer.allocate(DISK);
                    disk.disk().disk().readFully(0, bytes);
                    if (told.containsKey(night)) {
                        assertThat(Sha256.of(bytes.flip())).as("seed %d", seed).isEqualTo(told.get(night));
                    }
                    nights.add(night);
                }

                @Override
                public void damaged(UUID id, IOException why) {
                    throw new AssertionError("seed " + seed + ": " + id, why);
                }
            });
        }
        return nights;
    }
}
