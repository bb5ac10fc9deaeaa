package dev.profilekeep.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.lease.LeaseRequest.Copy;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.HoldingProcess;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leases and swaps against a real Samba. */
class SwapOverSmbIT {
    /** Of swaps: {@code -Dtests.rounds}, or 50 and as few as ten where a busy machine would take too long for them. */
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 50);

    private static final int LEAST_ROUNDS = Integer.getInteger("tests.rounds", 10);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(40);
    private static final StoragePath DISK = StoragePath.of("Profile_user.vhdx");
    private static final long ID = 11;

    private static SambaServer server;
    private static int folders;

    @BeforeAll
    static void startServer() {
        server = SambaServer.builder().share("profiles").encryption("desired").start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private static String freshFolder() throws IOException {
        String folder = "location " + folders++;
        try (StorageProvider share = server.connect("profiles")) {
            share.createFolder(StoragePath.of(folder));
        }
        return folder;
    }

    private static StorageProvider connect(String folder) {
        return Storages.connect(server.address("profiles", folder), server.options());
    }

    @Nested
    class Contract extends SwapContract {
        @Override
        StorageProvider empty() throws Exception {
            return connect(freshFolder());
        }
    }

    @TempDir
    private Path temp;

    private static LeaseRequest request(Copy... copies) {
        return new LeaseRequest(ID, List.of(copies), "a test", Initiator.PERSON, Actor.SCHEDULE);
    }

    private static void write(StorageProvider storage, String text) throws IOException {
        try (OpenFile file = storage.create(DISK, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void a_process_that_has_a_copy_open_keeps_the_lease_away_and_is_kept_away_by_it() throws Exception {
        String folder = freshFolder();
        try (Catalog catalog = Catalog.open(Databases.h2(temp));
                StorageProvider storage = connect(folder);
                Leases leases = new Leases(
                        catalog.database(),
                        new TestPlaces().at("here", storage),
                        Clock.systemUTC(),
                        "node-a",
                        LeaseTimes.STANDARD)) {
            write(storage, "a disk");
            try (HoldingProcess holder =
                    HoldingProcess.hold(server, "profiles", folder, DISK.value(), server.credentials())) {
                assertThat(holder.isAlive()).isTrue();
                assertThatThrownBy(() -> leases.take(request(new Copy("here", DISK))))
                        .isInstanceOfSatisfying(LeaseRefusedException.class, refused -> assertThat(refused.reason())
                                .isEqualTo(new LeaseRefused.InUse("here", DISK)));
            }
            while (storage.holder(DISK).state() == Held.State.HELD) {
                Thread.onSpinWait(); // until the server has noticed that the process is gone
            }
            try (Lease lease = leases.take(request(new Copy("here", DISK)))) {
                assertThat(lease.stillAsSeen()).isTrue();
                assertThat(storage.holder(DISK).state()).isEqualTo(Held.State.HELD);
            }
            assertThat(storage.holder(DISK).state()).isEqualTo(Held.State.FREE);
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void a_server_that_hangs_costs_the_lease_its_time_and_nothing_stays_held() throws Exception {
        String folder = freshFolder();
        try (Catalog catalog = Catalog.open(Databases.h2(temp));
                StorageProvider storage = connect(folder);
                Leases leases = new Leases(
                        catalog.database(),
                        new TestPlaces().at("here", storage),
                        Clock.systemUTC(),
                        "node-a",
                        LeaseTimes.STANDARD)) {
            write(storage, "a disk");
            try (Lease lease = leases.take(request(new Copy("here", DISK)))) {
                server.freeze();
                try {
                    assertThatThrownBy(() -> lease.file("here").stat())
                            .isInstanceOf(StorageException.Unreachable.class);
                    assertThat(lease.isLost()).isTrue();
                    assertThatThrownBy(() -> lease.file("here")).isInstanceOf(LeaseLostException.class);
                    long asked = System.nanoTime();
                    assertThatThrownBy(() -> leases.take(request(new Copy("here", DISK))))
                            .isInstanceOf(LeaseRefusedException.class);
                    assertThat(System.nanoTime() - asked).isLessThan(TimeUnit.SECONDS.toNanos(4));
                } finally {
                    server.thaw();
                }
            }
            while (leases.heldByUs(ID).map(LeaseHolder::alive).orElse(false)) {
                Thread.onSpinWait();
            }
            leases.take(request(new Copy("here", DISK))).close();
            assertThat(leases.heldByUs(ID)).isEmpty();
        }
    }

    /**
     * Somebody opens the disk again and again, making it where it is not there, and adds a byte each time. Not once do they
     * find no disk, or one that lacks a byte of theirs.
     */
    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void no_swap_makes_an_opener_find_an_empty_disk_or_lose_a_write() throws Exception {
        String folder = freshFolder();
        AtomicBoolean over = new AtomicBoolean();
        try (Catalog catalog = Catalog.open(Databases.h2(temp));
                StorageProvider storage = connect(folder);
                StorageProvider persons = connect(folder)) {
            write(storage, "generation 0000000|");
            TestPlaces places = new TestPlaces().at("here", storage);
            CompletableFuture<Opener> opener = CompletableFuture.supplyAsync(() -> new Opener(persons).until(over));
            int swapped = 0;
            long begun = System.nanoTime();
            try (Leases leases =
                    new Leases(catalog.database(), places, Clock.systemUTC(), "node-a", SwapContract.UNHURRIED)) {
                SafeReplace swaps = new SafeReplace(places, Clock.systemUTC(), "node-a");
                while (swapped < ROUNDS
                        && (swapped < LEAST_ROUNDS || System.nanoTime() - begun < LONGEST)
                        && !opener.isDone()) {
                    if (swap(storage, swaps, leases, swapped + 1)) {
                        swapped++;
                        for (Kept kept : swaps.kept("here")) {
                            assertThat(kept.conflict()).isFalse();
                            swaps.drop(kept, Initiator.JOB);
                        }
                    }
                }
            } finally {
                over.set(true);
            }
            Opener seen = opener.get();
            assertThat(swapped).isBetween(LEAST_ROUNDS, ROUNDS);
            assertThat(seen.opens).isGreaterThan(swapped);
            assertThat(seen.written).isPositive();
            assertThat(text(storage)).isEqualTo(String.format("generation %07d|", swapped) + "x".repeat(seen.written));
        }
    }

    private static String text(StorageProvider storage) throws IOException {
        try (OpenFile file = storage.openForReading(DISK, Sharing.ALL)) {
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.readFully(0, all);
            return new String(all.array(), StandardCharsets.UTF_8);
        }
    }

    /** Swaps in the same content with another generation, as a compaction would. */
    private static boolean swap(StorageProvider storage, SafeReplace swaps, Leases leases, int generation)
            throws IOException {
        byte[] head = String.format("generation %07d|", generation).getBytes(StandardCharsets.UTF_8);
        try {
            SafeReplacePlan plan = swaps.plan(ID, "here", DISK, "a test", Initiator.JOB);
            SwapOutcome outcome = swaps.run(
                    plan,
                    file -> {
                        byte[] content = text(storage).getBytes(StandardCharsets.UTF_8);
                        System.arraycopy(head, 0, content, 0, head.length);
                        file.writeFully(0, ByteBuffer.wrap(content));
                    },
                    file -> {
                        if (file.size() != plan.seen().size()) {
                            throw new SwapRefusedException("it was written since it was planned with");
                        }
                    },
                    () -> leases.take(
                            new LeaseRequest(ID, List.of(plan.copy()), "a test", Initiator.JOB, Actor.SCHEDULE)));
            assertThat(outcome).isNotInstanceOf(SwapOutcome.Conflict.class);
            return outcome instanceof SwapOutcome.Swapped;
        } catch (LeaseRefusedException | StorageException.Busy | SwapRefusedException e) {
            return false; // the opener was quicker
        } catch (StorageException.Unreachable e) {
            // A machine under load: what came of it only a look can tell.
            return text(storage).startsWith(new String(head, StandardCharsets.UTF_8));
        }
    }

    private static final class Opener {
        /** Between two writes, so that a swap can come in between at all. */
        private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(400);

        private final StorageProvider storage;
        private int written;
        private int opens;
        private long lastWrite = System.nanoTime();

        Opener(StorageProvider storage) {
            this.storage = storage;
        }

        Opener until(AtomicBoolean over) {
            try {
                while (!over.get()) {
                    openOrCreate();
                }
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void openOrCreate() throws IOException {
            try {
                storage.create(DISK, Sharing.NONE).close();
                throw new AssertionError("there was no disk, so a new, empty one was made");
            } catch (StorageException.Exists e) {
                opens++;
            }
            try (OpenFile file = storage.openForWriting(DISK, Sharing.NONE)) {
                assertThat(file.size()).as("bytes after " + written + " writes").isEqualTo(19 + written);
                if (System.nanoTime() - lastWrite > PAUSE) {
                    lastWrite = System.nanoTime();
                    file.writeFully(file.size(), ByteBuffer.wrap(new byte[] {'x'}));
                    written++;
                }
            } catch (StorageException.Busy e) {
                // a lease holds it, for milliseconds
            }
        }
    }

    /** @param leftOpen somebody made the folder of swaps and was cut off before it was closed to others */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void owner_and_rights_go_over_to_the_new_file_and_nobody_else_sees_it_before(boolean leftOpen) throws Exception {
        assumeTrue(SambaServer.isRoot(), "acl_xattr and another owner need root");
        String folder = freshFolder();
        try (Catalog catalog = Catalog.open(Databases.h2(temp));
                StorageProvider storage = connect(folder);
                StorageProvider other = Storages.connect(
                        server.address("profiles", folder),
                        server.options().toBuilder()
                                .credentials(server.otherCredentials())
                                .build())) {
            Files.setPosixFilePermissions(
                    server.folder("profiles").resolve(folder), PosixFilePermissions.fromString("rwxrwxrwx"));
            write(other, "somebody's disk");
            if (leftOpen) {
                storage.createFolder(SwapPaths.FOLDER);
                assertThat(other.list(SwapPaths.FOLDER)).isEmpty();
            }
            String owner = storage.security(DISK).ownerSid();
            assertThat(owner).isNotNull();
            TestPlaces places = new TestPlaces().at("here", storage);
            try (Leases leases =
                    new Leases(catalog.database(), places, Clock.systemUTC(), "node-a", SwapContract.UNHURRIED)) {
                SafeReplace swaps = new SafeReplace(places, Clock.systemUTC(), "node-a");
                SafeReplacePlan plan = swaps.plan(ID, "here", DISK, "a test", Initiator.JOB);
                SwapOutcome outcome = swaps.run(
                        plan,
                        file -> file.writeFully(0, ByteBuffer.wrap(new byte[100])),
                        file -> {},
                        () -> leases.take(request(plan.copy())));
                assertThat(outcome).isInstanceOf(SwapOutcome.Swapped.class);
                assertThat(storage.security(DISK).ownerSid()).isEqualTo(owner);
                assertThat(storage.stat(DISK).size()).isEqualTo(100);
                assertThatThrownBy(() -> other.list(SwapPaths.FOLDER)).isInstanceOf(StorageException.Denied.class);
            }
        }
    }
}
