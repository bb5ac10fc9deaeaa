package dev.profilekeep.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.lease.LeaseRequest.Copy;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LeasesTest {
    private static final StoragePath DISK = StoragePath.of("user/Profile_user.vhdx");
    private static final StoragePath LOCK = StoragePath.of("user/Profile_user.vhdx.lock");
    private static final long ID = 7;

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock();
    private final MemoryStorage frankfurt = MemoryStorage.likeWindows();
    private final MemoryStorage london = MemoryStorage.likeWindows();
    private final TestPlaces places =
            new TestPlaces().at("frankfurt", frankfurt).at("london", london);
    private Catalog catalog;
    private Leases leases;

    @BeforeEach
    void open() throws IOException {
        catalog = Catalog.open(Databases.h2(folder));
        leases = leases("node-a", LeaseTimes.STANDARD);
        for (StorageProvider storage : List.of(frankfurt, london)) {
            storage.createFolder(StoragePath.of("user"));
            write(storage, DISK, "a disk");
        }
    }

    @AfterEach
    void close() {
        leases.close();
        catalog.close();
    }

    private Leases leases(String node, LeaseTimes times) {
        return new Leases(catalog.database(), places, clock, node, times);
    }

    private static void write(StorageProvider storage, StoragePath path, String text) throws IOException {
        try (OpenFile file = storage.create(path, Sharing.NONE)) {
            file.writeFully(0, bytes(text));
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static LeaseRequest request(Initiator initiator, Copy... copies) {
        return new LeaseRequest(ID, List.of(copies), "a test", initiator, Actor.SCHEDULE);
    }

    private static LeaseRequest both(Initiator initiator) {
        return request(initiator, new Copy("frankfurt", DISK), new Copy("london", DISK));
    }

    private LeaseRefused refusal(Leases from, LeaseRequest request) {
        return catchThrowableOfType(LeaseRefusedException.class, () -> from.take(request))
                .reason();
    }

    private void assertNothingHeld() throws IOException {
        assertThat(frankfurt.holder(DISK).state()).isEqualTo(Held.State.FREE);
        assertThat(london.holder(DISK).state()).isEqualTo(Held.State.FREE);
        assertThat(leases.heldByUs(ID)).isEmpty();
    }

    @Test
    void a_lease_holds_every_copy_until_it_is_given_back() throws Exception {
        try (Lease lease = leases.take(both(Initiator.JOB))) {
            assertThat(frankfurt.holder(DISK).state()).isEqualTo(Held.State.HELD);
            assertThat(london.holder(DISK).state()).isEqualTo(Held.State.HELD);
            assertThat(leases.heldByUs(ID)).hasValueSatisfying(holder -> {
                assertThat(holder.node()).isEqualTo("node-a");
                assertThat(holder.purpose()).isEqualTo("a test");
                assertThat(holder.alive()).isTrue();
            });
            assertThat(lease.remaining()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
            lease.<Boolean, IOException>act(() -> {
                lease.file("london").writeFully(0, bytes("A DISK"));
                return true;
            });
        }
        assertNothingHeld();
    }

    @Test
    void one_copy_in_use_means_that_none_is_held() throws Exception {
        try (StorageProvider person = london.onOwnConnection();
                OpenFile open = person.openForWriting(DISK, Sharing.NONE)) {
            assertThat(open.size()).isEqualTo(6);
            assertThat(refusal(leases, both(Initiator.PERSON))).isEqualTo(new LeaseRefused.InUse("london", DISK));
            assertThat(frankfurt.holder(DISK).state()).isEqualTo(Held.State.FREE);
        }
        assertNothingHeld();
    }

    @Test
    void a_copy_that_is_gone_and_a_location_that_allows_nothing_are_named() throws Exception {
        london.delete(DISK);
        assertThat(refusal(leases, both(Initiator.JOB))).isEqualTo(new LeaseRefused.NotThere("london", DISK));
        places.mode("frankfurt", LocationMode.ASSIST);
        assertThat(refusal(leases, both(Initiator.JOB)))
                .isEqualTo(new LeaseRefused.ModeForbids("frankfurt", LocationMode.ASSIST, Initiator.JOB));
        write(london, DISK, "a disk");
        leases.take(both(Initiator.PERSON)).close();
        assertNothingHeld();
    }

    @Test
    void a_copy_that_moved_since_it_was_looked_at_is_refused() throws Exception {
        CopySeen seen = CopySeen.of(london.stat(DISK), "");
        LeaseRequest request = request(Initiator.PERSON, new Copy("frankfurt", DISK), new Copy("london", DISK, seen));
        try (Lease lease = leases.take(request)) {
            assertThat(lease.stillAsSeen()).isTrue();
        }
        try (OpenFile file = london.openForWriting(DISK, Sharing.NONE)) {
            file.writeFully(0, bytes("b"));
        }
        assertThat(refusal(leases, request)).isInstanceOf(LeaseRefused.Changed.class);
        assertNothingHeld();
    }

    @Test
    void where_nobody_sees_others_opens_there_is_no_lease_unless_that_was_said() throws Exception {
        Path share = Files.createDirectories(folder.resolve("share/user"));
        Files.writeString(share.resolve("Profile_user.vhdx"), "a disk");
        places.at("local", new LocalStorage(folder.resolve("share")));
        LeaseRequest request = request(Initiator.PERSON, new Copy("local", DISK));
        assertThat(refusal(leases, request)).isEqualTo(new LeaseRefused.Unproved("local"));
        places.changesUnprovedAt("local");
        leases.take(request).close();
        assertThat(leases.heldByUs(ID)).isEmpty();
    }

    @Test
    void a_lease_is_lost_when_its_time_is_over_and_its_handles_are_closed() throws Exception {
        try (Leases brief = leases("node-b", LeaseTimes.STANDARD.holding(Duration.ofMillis(300)));
                Lease lease = brief.take(both(Initiator.PERSON))) {
            OpenFile file = lease.file("london");
            awaitFree(london);
            assertThat(lease.isLost()).isTrue();
            assertThatThrownBy(file::size).isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> lease.file("london")).isInstanceOf(LeaseLostException.class);
        }
        assertNothingHeld();
    }

    private void awaitFree(MemoryStorage storage) throws Exception {
        while (storage.holder(DISK).state() != Held.State.FREE
                || leases.heldByUs(ID).isPresent()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void nothing_is_written_outside_an_act() throws Exception {
        try (Lease lease = leases.take(both(Initiator.JOB))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> lease.file("london").writeFully(0, bytes("x")));
        }
    }

    @Test
    void a_lock_is_removed_through_the_lease_and_only_then() throws Exception {
        write(london, LOCK, "AVD-12");
        try (Lease lease = leases.take(both(Initiator.PERSON))) {
            try (OpenFile lock = lease.openToRemove("london", LOCK)) {
                assertThat(lock.size()).isEqualTo(6);
            }
            assertThat(london.stat(LOCK).size()).isEqualTo(6);
            lease.<Boolean, IOException>act(() -> {
                try (OpenFile lock = lease.openToRemove("london", LOCK)) {
                    lock.removeWhenClosed();
                }
                return true;
            });
            assertThatThrownBy(() -> london.stat(LOCK)).isInstanceOf(StorageException.NotFound.class);
            assertThat(lease.isLost()).isFalse();
        }
        assertNothingHeld();
    }

    @Test
    void a_location_without_a_copy_can_be_reached_through_the_lease_too() throws Exception {
        write(london, LOCK, "AVD-12");
        try (Lease lease = leases.take(request(Initiator.PERSON, new Copy("frankfurt", DISK)));
                OpenFile lock = lease.openToRemove("london", LOCK)) {
            assertThat(lock.size()).isEqualTo(6);
            assertThat(london.holder(LOCK).state()).isEqualTo(Held.State.HELD);
        }
        assertThat(london.holder(LOCK).state()).isEqualTo(Held.State.FREE);
        assertNothingHeld();
    }

    @Test
    void a_job_meets_another_lease_and_is_refused_at_once() throws Exception {
        try (Leases other = leases("node-b", LeaseTimes.STANDARD);
                Lease lease = leases.take(both(Initiator.PERSON))) {
            assertThat(lease.isLost()).isFalse();
            assertThat(refusal(other, both(Initiator.JOB)))
                    .isInstanceOfSatisfying(
                            LeaseRefused.HeldByUs.class,
                            held -> assertThat(held.holder().node()).isEqualTo("node-a"));
            assertThat(refusal(other, both(Initiator.PERSON))).isInstanceOf(LeaseRefused.HeldByUs.class);
        }
    }

    @Test
    void an_idle_job_gives_way_to_a_person_at_another_node() throws Exception {
        try (Leases other = leases("node-b", LeaseTimes.STANDARD);
                Lease job = leases.take(both(Initiator.JOB));
                Lease person = other.take(both(Initiator.PERSON))) {
            assertThat(job.isLost()).isTrue();
            assertThatThrownBy(() -> job.act(() -> "too late")).isInstanceOf(LeaseLostException.class);
            assertThat(person.file("london").size()).isEqualTo(6);
            assertThat(leases.heldByUs(ID))
                    .hasValueSatisfying(holder -> assertThat(holder.node()).isEqualTo("node-b"));
        }
        assertNothingHeld();
    }

    @Test
    void a_job_finishes_its_act_before_it_gives_way() throws Exception {
        CountDownLatch acting = new CountDownLatch(1);
        try (Leases other = leases("node-b", LeaseTimes.STANDARD);
                Lease job = leases.take(both(Initiator.JOB))) {
            CompletableFuture<Boolean> act = CompletableFuture.supplyAsync(() -> {
                try {
                    return job.<Boolean, IOException>act(() -> {
                        acting.countDown();
                        while (!job.yieldRequested()) {
                            Thread.onSpinWait();
                        }
                        job.file("london").writeFully(0, bytes("A DISK"));
                        return !job.isLost();
                    });
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            acting.await();
            try (Lease person = other.take(both(Initiator.PERSON))) {
                assertThat(act.get()).isTrue();
                ByteBuffer first = ByteBuffer.allocate(1);
                person.file("london").readFully(0, first);
                assertThat(first.get(0)).isEqualTo((byte) 'A');
            }
        }
        assertNothingHeld();
    }

    @Test
    void a_job_that_does_not_let_go_is_waited_for_in_vain_and_keeps_its_lease() throws Exception {
        try (Leases other = leases("node-b", LeaseTimes.STANDARD);
                Lease job = leases.take(both(Initiator.JOB))) {
            boolean kept = job.<Boolean, IOException>act(() -> {
                assertThat(refusal(other, both(Initiator.PERSON))).isInstanceOf(LeaseRefused.HeldByUs.class);
                return job.file("london").size() == 6;
            });
            assertThat(kept).isTrue();
        }
        awaitFree(london);
        assertNothingHeld();
    }

    /** The node is closed before the rows are looked at; its handles stay, as those of a machine that hangs. */
    @Test
    void a_dead_nodes_sessions_are_ended_before_its_container_is_taken_over() throws Exception {
        Lease dead = leases.take(both(Initiator.JOB));
        try (Leases next = leases("node-b", LeaseTimes.STANDARD)) {
            assertThat(refusal(next, both(Initiator.JOB))).isInstanceOf(LeaseRefused.HeldByUs.class);
            clock.advance(Duration.ofSeconds(31));
            assertThat(next.heldByUs(ID))
                    .hasValueSatisfying(holder -> assertThat(holder.alive()).isFalse());
            // only one copy is asked for; the other session of the dead is ended all the same
            try (Lease taken = next.take(request(Initiator.JOB, new Copy("london", DISK)))) {
                assertThat(taken.file("london").size()).isEqualTo(6);
                assertThat(frankfurt.holder(DISK).state()).isEqualTo(Held.State.FREE);
                assertThatThrownBy(() -> dead.file("london").size()).isInstanceOf(IOException.class);
            }
        }
        dead.close();
        assertNothingHeld();
    }

    @Test
    void the_only_process_knows_at_its_start_that_the_others_are_dead() throws Exception {
        leases.take(both(Initiator.JOB));
        try (Leases next = leases("node-b", LeaseTimes.STANDARD)) {
            next.deadAreAllBut(Set.of("node-b"));
            next.take(both(Initiator.JOB)).close();
        }
        assertNothingHeld();
    }

    @Test
    void what_a_dead_node_holds_is_let_go_though_nobody_asks_for_it_and_it_changes_nothing_any_more() throws Exception {
        write(london, LOCK, "AVD-12");
        places.mode("london", LocationMode.ASSIST);
        Lease dead = leases.take(both(Initiator.PERSON));
        OpenFile lock = dead.openToRemove("london", LOCK);
        try (Leases next = leases("node-b", LeaseTimes.STANDARD)) {
            next.dead().endOf(List.of(ID));
            assertThat(london.holder(DISK).state())
                    .as("while it lives it is left alone")
                    .isEqualTo(Held.State.HELD);
            clock.advance(Duration.ofSeconds(31));
            next.dead().begin(Duration.ofMillis(20));
            awaitFree(frankfurt);
            awaitFree(london);
            assertThatThrownBy(() -> dead.act(() -> {
                        lock.removeWhenClosed();
                        return true;
                    }))
                    .isInstanceOf(IOException.class);
            dead.close();
        }
        assertThat(london.stat(LOCK).size()).isEqualTo(6);
        assertNothingHeld();
    }

    @Test
    void the_only_process_lets_go_from_its_start_on_what_the_one_before_held() throws Exception {
        leases.take(both(Initiator.JOB));
        try (Leases next = leases("node-b", LeaseTimes.STANDARD)) {
            next.deadAreAllBut(Set.of("node-b"));
            next.dead().begin();
            awaitFree(london);
        }
        assertNothingHeld();
    }

    @Test
    void what_a_dead_node_held_where_no_location_is_any_more_hinders_nobody() throws Exception {
        leases.take(both(Initiator.JOB));
        clock.advance(Duration.ofSeconds(31));
        places.without("london");
        try (Leases next = leases("node-b", LeaseTimes.STANDARD)) {
            next.take(new LeaseRequest(
                            ID,
                            List.of(new LeaseRequest.Copy("frankfurt", DISK)),
                            "a test",
                            Initiator.PERSON,
                            Actor.SCHEDULE))
                    .close();
            assertThat(next.heldByUs(ID)).isEmpty();
        }
        assertThat(frankfurt.holder(DISK).state()).isEqualTo(Held.State.FREE);
    }

    @Test
    void where_a_server_is_silent_a_dead_nodes_session_is_ended_once_it_answers_and_elsewhere_at_once()
            throws Exception {
        FaultyStorage away = new FaultyStorage(london);
        places.at("london", away);
        leases.take(both(Initiator.JOB));
        clock.advance(Duration.ofSeconds(31));
        away.fail("sessionId", 1, FaultyStorage.unreachable());
        try (Leases next = leases("node-b", LeaseTimes.STANDARD)) {
            next.dead().endOf(List.of(ID + 1));
            assertThat(frankfurt.holder(DISK).state()).isEqualTo(Held.State.HELD);
            next.dead().endOf(List.of(ID));
            assertThat(frankfurt.holder(DISK).state()).isEqualTo(Held.State.FREE);
            assertThat(london.holder(DISK).state()).isEqualTo(Held.State.HELD);
            assertThat(next.heldByUs(ID))
                    .hasValueSatisfying(holder -> assertThat(holder.alive()).isFalse());
            next.dead().endOf(List.of(ID));
            assertThat(london.holder(DISK).state())
                    .as("a look does not wait again so soon")
                    .isEqualTo(Held.State.HELD);
            next.dead().begin();
            awaitFree(london);
        }
        assertNothingHeld();
    }

    @Test
    void while_a_dead_nodes_session_cannot_be_ended_we_are_named_as_the_holder() throws Exception {
        FaultyStorage away = new FaultyStorage(london);
        places.at("london", away);
        leases.take(both(Initiator.JOB));
        clock.advance(Duration.ofSeconds(31));
        away.fail("sessionId", 1, FaultyStorage.unreachable());
        try (Leases next = leases("node-b", LeaseTimes.STANDARD)) {
            assertThat(refusal(next, both(Initiator.JOB))).isInstanceOf(LeaseRefused.Unreachable.class);
            assertThat(next.heldByUs(ID))
                    .hasValueSatisfying(holder -> assertThat(holder.alive()).isFalse());
            next.take(both(Initiator.JOB)).close();
        }
        assertNothingHeld();
    }

    @Test
    void a_handle_whose_closing_nobody_confirmed_is_ours_until_the_next_lease_ends_it() throws Exception {
        FaultyStorage away = new FaultyStorage(london);
        places.at("london", away);
        try (Lease lease = leases.take(both(Initiator.JOB))) {
            away.fail("file.stat", 2, FaultyStorage.unreachable()); // as it is used, and as it is let go
            assertThatThrownBy(() -> lease.file("london").stat()).isInstanceOf(StorageException.Unreachable.class);
            assertThatThrownBy(() -> lease.file("london")).isInstanceOf(LeaseLostException.class);
        }
        while (leases.heldByUs(ID).map(LeaseHolder::alive).orElse(false)) {
            Thread.onSpinWait();
        }
        assertThat(leases.heldByUs(ID)).isPresent();
        leases.take(both(Initiator.JOB)).close();
        assertNothingHeld();
    }

    @Test
    void whatever_fails_while_it_is_taken_leaves_no_handle_and_no_row() throws Exception {
        FaultyStorage failing = new FaultyStorage(london);
        places.at("london", failing);
        for (String verb : List.of("sessionId", "capabilities", "openForWriting", "file.stat", "file.readFully")) {
            for (IOException why : List.of(
                    new StorageException.Denied("planned", null), new StorageException.Failed("planned", null))) {
                failing.fail(verb, 1, why);
                LeaseRefused refused = refusal(leases, both(Initiator.PERSON));
                assertThat(refused).as(verb).isInstanceOf(LeaseRefused.Denied.class);
                assertNothingHeld();
            }
        }
    }
}
