package dev.profilekeep.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.cli.ProfileKeepCli;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.ChildJvm;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.LeaseTimes;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code disk compact}, killed at random moments by itself or with its server ({@code -Dtests.kills=300} for more). */
class CompactKilledIT {
    /** Of processes, in folders and on shares together; and a fifth as many of servers. */
    private static final int KILLS = Integer.getInteger("tests.kills", 20);

    private static final String SHARE = "profiles";
    private static final StoragePath DISK = StoragePath.of("Profile_anna.VHDX");
    private static final StoragePath SWAPS = StoragePath.of(".profilekeep");
    /** What was begun in the very moment of a death tells nothing of its maker, and goes a day later. */
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
    /** How long the exchange takes on a machine with little to do. */
    private static final int EXCHANGE_MILLIS = 40;
    /** And the copy. */
    private static final int COPY_MILLIS = 60;
    /** Less than the whole new file has, and more than its headers. */
    private static final long MAKING_BYTES = 4L << 20;

    private static FullContainer full;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private Path profiles;
    private SambaServer server;
    private String address;
    /** Of a whole run, in milliseconds. */
    private long usual;

    @BeforeAll
    static void make() throws IOException {
        full = FullContainer.small();
    }

    @BeforeEach
    void requireQemu() {
        Fixtures.requireTool("qemu-img");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private void inFolder() throws IOException {
        profiles = Files.createDirectory(folder.resolve("profiles"));
        address = disk().toString();
        full.lay(disk());
    }

    private void onShare() throws IOException {
        server = SambaServer.builder().share(SHARE).start();
        profiles = server.folder(SHARE);
        address = server.address(SHARE) + "/" + DISK.name();
        full.lay(disk());
    }

    private Path disk() {
        return profiles.resolve(DISK.name());
    }

    private StorageProvider storage() {
        return server == null ? new LocalStorage(profiles) : server.connect(SHARE);
    }

    private Process start() throws IOException {
        List<String> command = ChildJvm.command(
                ProfileKeepCli.class, "disk", "compact", address, "--min-gain", "0", "--min-percent", "0");
        command.addAll(server == null ? List.of("--offline") : List.of("--user", SambaServer.USER));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        if (server != null) {
            builder.environment()
                    .put("PROFILEKEEP_SMB_PASSWORD", server.password().use(String::new));
        }
        return builder.start();
    }

    private String said() throws IOException {
        String said = "seed " + seed + ": ";
        for (String file : List.of("out", "err")) {
            Path path = folder.resolve(file);
            said += Files.exists(path) ? Files.readString(path) : "";
        }
        return said;
    }

    private boolean isCompacted() throws IOException {
        return Files.size(disk()) != full.file().size();
    }

    /** A run that nobody disturbs; tells how long that takes. */
    private void wholeRun() throws Exception {
        Process process = start();
        long begun = System.nanoTime();
        assertThat(process.waitFor()).as(said()).isZero();
        usual = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        assertThat(isCompacted()).as(said()).isTrue();
        requireWhole(disk());
        startOver();
    }

    private void requireSame(Path container) throws IOException {
        assertThat(FullContainer.content(container)).as(said()).isEqualTo(full.content());
    }

    /** We and others read in it what was in it at first. */
    private void requireWhole(Path container) throws IOException {
        requireSame(container);
        assertThat(FullContainer.contentByQemu(container, folder)).as(said()).isEqualTo(full.content());
    }

    /** The next run settles what a killed one left; then the old file is given up, and all is as it was at first. */
    private void startOver() throws IOException {
        try (StorageProvider storage = storage();
                FileCompactor next = new FileCompactor(
                        storage,
                        "",
                        DISK,
                        server == null,
                        SlicedFile.STANDARD,
                        FileCompactor.Rights.BY_THE_STORAGE,
                        FullContainer.READER,
                        LATER)) {
            assertThat(next.settle()).as(said()).isEmpty();
            List<Kept> kept = next.kept();
            assertThat(kept).as(said()).hasSize(isCompacted() ? 1 : 0);
            nothingElseIsLeft(kept);
            for (Kept old : kept) {
                requireSame(profiles.resolve(old.path().value()));
                next.drop(old);
            }
            nothingElseIsLeft(List.of());
            requireSame(disk());
        }
        if (isCompacted()) {
            Files.delete(disk());
            full.lay(disk());
        }
    }

    private void nothingElseIsLeft(List<Kept> kept) throws IOException {
        assertThat(names(profiles)).as(said()).contains(DISK.name()).isSubsetOf(DISK.name(), SWAPS.name());
        assertThat(names(profiles.resolve(SWAPS.name())))
                .as(said())
                .containsExactlyInAnyOrderElementsOf(
                        kept.stream().map(Kept::txn).toList());
        for (Kept old : kept) {
            assertThat(names(profiles.resolve(SWAPS.name()).resolve(old.txn())))
                    .as(said())
                    .contains("journal.jsonl", "old.disk")
                    .doesNotContain("new.disk", "withdrawn.disk");
        }
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    /** After all deaths it is done as if there had been none. */
    private void goesOn() throws IOException {
        startOver();
        try (StorageProvider storage = storage();
                FileCompactor next = new FileCompactor(
                        storage,
                        "",
                        DISK,
                        server == null,
                        SlicedFile.STANDARD,
                        FileCompactor.Rights.BY_THE_STORAGE,
                        FullContainer.READER,
                        Clock.systemUTC())) {
            assertThat(next.run(FullContainer.ANY_GAIN, CompactionProgress.NONE))
                    .as(said())
                    .isInstanceOfSatisfying(CompactionOutcome.Compacted.class, done -> {
                        assertThat(done.proof().bytesWritten() == 0)
                                .as("a server copies what counts itself")
                                .isEqualTo(server != null);
                        assertThat(done.proof().bytesCopied() > 0).isEqualTo(server != null);
                    });
        }
        requireWhole(disk());
        startOver();
    }

    /** What is waited for. */
    private enum Moment {
        ANY,
        /** The new file is being made. */
        MAKING,
        /** The new file has its length: what counts is brought into it, on a share by the server. */
        COPYING,
        /** The names are changing hands. */
        EXCHANGE
    }

    private boolean isAt(Moment moment) {
        try (Stream<Path> all = Files.walk(profiles.resolve(SWAPS.name()))) {
            return all.anyMatch(path -> moment == Moment.EXCHANGE
                    ? path.toString().endsWith(".open")
                    : path.endsWith("new.disk")
                            && (moment == Moment.MAKING || path.toFile().length() > MAKING_BYTES));
        } catch (IOException | UncheckedIOException e) {
            return false; // not begun, or something went while it was looked at
        }
    }

    /**
     * Waits for a random moment: of the life of the process, from the beginning of the new file on, while it is filled, or in the exchange.
     *
     * @return whether it still runs
     */
    private boolean runsAtMoment(Process process, Moment moment) throws InterruptedException {
        if (moment == Moment.ANY) {
            // nothing happens in the first part of it but the start of the JVM
            return !process.waitFor((long) (usual * (0.3 + 0.7 * random.nextDouble())), TimeUnit.MILLISECONDS);
        }
        while (process.isAlive() && !isAt(moment)) {
            process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        long rest =
                switch (moment) {
                    case EXCHANGE -> EXCHANGE_MILLIS;
                    case COPYING -> COPY_MILLIS;
                    default -> Math.max(EXCHANGE_MILLIS, usual / 4);
                };
        return !process.waitFor((long) (rest * 1_000 * random.nextDouble()), TimeUnit.MICROSECONDS);
    }

    private void killProcesses(int count) throws Exception {
        wholeRun();
        int killed = 0;
        for (int round = 0; killed < count; round++) {
            assertThat(round)
                    .as("seed %d: processes for %d deaths", seed, killed)
                    .isLessThan(5 * count);
            Process process = start();
            if (runsAtMoment(process, Moment.values()[round % 4])) {
                process.destroyForcibly().waitFor();
                killed++;
                requireWhole(disk());
            } else {
                assertThat(process.exitValue()).as(said()).isZero();
            }
            if (isCompacted() || killed % 4 == 3) {
                startOver(); // else the next process finds what this one left
            }
        }
        goesOn();
    }

    @Test
    void whenever_it_is_killed_in_a_folder_the_disk_is_whole_and_the_next_run_leaves_nothing() throws Exception {
        inFolder();
        killProcesses(KILLS - KILLS * 2 / 5);
    }

    @Test
    void whenever_it_is_killed_on_a_share_the_disk_is_whole_and_the_next_run_leaves_nothing() throws Exception {
        onShare();
        killProcesses(KILLS * 2 / 5);
    }

    @Test
    void whenever_the_server_is_killed_the_disk_is_whole_and_the_next_run_leaves_nothing() throws Exception {
        onShare();
        int count = (KILLS + 4) / 5;
        int met = 0;
        for (int round = 0; met < count; round++) {
            assertThat(round).as("seed %d: processes for %d deaths", seed, met).isLessThan(5 * count);
            Process process = start();
            if (runsAtMoment(process, Moment.values()[1 + round % 3])) {
                server.kill();
                requireWhole(disk());
                met++;
                boolean soon = random.nextInt(6) > 0; // else it asks in vain for a while
                if (soon) {
                    server.start();
                }
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said()).isTrue();
                if (!soon) {
                    server.start();
                }
                requireWhole(disk());
            }
            startOver();
        }
        goesOn();
    }

    /** Somebody who signs in while it runs waits for as long as a lease may last, at most, and always finds a disk. */
    @Test
    void a_sign_in_meanwhile_waits_for_no_longer_than_a_lease_lasts_and_finds_the_disk() throws Exception {
        onShare();
        int count = Math.max(1, KILLS / 20);
        int compacted = 0;
        List<Duration> waits = new ArrayList<>();
        for (int round = 0; compacted < count; round++) {
            assertThat(round)
                    .as("runs, of which %d came to their end: %s", compacted, said())
                    .isLessThan(9 + 3 * count);
            CountDownLatch over = new CountDownLatch(1);
            try (StorageProvider host = server.connect(SHARE)) {
                CompletableFuture<SignIns> signIns = CompletableFuture.supplyAsync(() -> new SignIns(host).until(over));
                try {
                    Process process = start();
                    assertThat(process.waitFor()).as(said()).isBetween(0, 2);
                } finally {
                    over.countDown();
                }
                SignIns seen = signIns.get();
                assertThat(seen.opens).isPositive();
                waits.add(seen.longest);
            }
            compacted += isCompacted() ? 1 : 0;
            startOver();
        }
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(LeaseTimes.STANDARD.hold()));
    }

    /** A host that opens the disk alone, as for a sign-in, again and again. */
    private static final class SignIns {
        private static final long BETWEEN_MILLIS = 50;
        private static final byte[] SIGNATURE = "vhdxfile".getBytes(StandardCharsets.US_ASCII);

        private final StorageProvider storage;
        private int opens;
        private Duration longest = Duration.ZERO;

        SignIns(StorageProvider storage) {
            this.storage = storage;
        }

        SignIns until(CountDownLatch over) {
            try {
                long asked = System.nanoTime();
                boolean done = false;
                while (!done) {
                    boolean opened = opened();
                    longest = longer(Duration.ofNanos(System.nanoTime() - asked));
                    done = over.await(BETWEEN_MILLIS, TimeUnit.MILLISECONDS);
                    asked = opened ? System.nanoTime() : asked;
                }
                longest = longer(Duration.ofNanos(System.nanoTime() - asked));
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private Duration longer(Duration waited) {
            return waited.compareTo(longest) > 0 ? waited : longest;
        }

        private boolean opened() throws IOException {
            try (OpenFile file = storage.openForWriting(DISK, Sharing.NONE)) {
                ByteBuffer head = ByteBuffer.allocate(SIGNATURE.length);
                file.readFully(0, head);
                assertThat(head.array()).isEqualTo(SIGNATURE);
                opens++;
                return true;
            } catch (StorageException.Busy e) {
                return false;
            }
        }
    }
}
