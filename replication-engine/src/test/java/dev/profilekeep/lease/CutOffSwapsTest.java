package dev.profilekeep.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process left half done that died, and the next one that starts. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CutOffSwapsTest {
    private static final StoragePath DISK = StoragePath.of("Profile_user.vhdx");
    private static final long ID = 5;
    private static final CutOffSwaps.Waits AT_ONCE = new CutOffSwaps.Waits(Duration.ofMillis(5), Duration.ofMillis(20));
    private static final CutOffSwaps.Waits NEVER_AGAIN = new CutOffSwaps.Waits(Duration.ofDays(1), Duration.ofDays(1));

    @TempDir
    private Path folder;

    private Catalog catalog;

    @BeforeEach
    void open() {
        catalog = Catalog.open(Databases.h2(folder));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    /** A disk whose swap was cut off by the death of its process, the sign of it still there. */
    private MemoryStorage cutOff() throws Exception {
        for (int change = 0; change < 60; change++) {
            MemoryStorage storage = MemoryStorage.likeWindows();
            try (OpenFile file = storage.create(DISK, Sharing.NONE)) {
                file.writeFully(0, ByteBuffer.wrap("old".getBytes(StandardCharsets.UTF_8)));
            }
            CrashingStorage.Plan plan = new CrashingStorage.Plan();
            plan.crashAt(change, true);
            TestPlaces places = new TestPlaces().at("here", new CrashingStorage(storage.onOwnConnection(), plan));
            try (Leases leases =
                    new Leases(catalog.database(), places, Clock.systemUTC(), "dead", SwapContract.UNHURRIED)) {
                swap(new SafeReplace(places, Clock.systemUTC(), "dead"), leases);
            } catch (IOException | LeaseRefusedException e) {
                if (signs(storage) > 0) {
                    return storage;
                }
            }
        }
        throw new AssertionError("no swap was cut off while it was open");
    }

    private static void swap(SafeReplace swaps, Leases leases) throws IOException, LeaseRefusedException {
        SafeReplacePlan plan = swaps.plan(ID, "here", DISK, "a test", Initiator.JOB);
        swaps.run(
                plan,
                file -> file.writeFully(0, ByteBuffer.wrap("new".getBytes(StandardCharsets.UTF_8))),
                file -> {},
                () -> leases.take(new LeaseRequest(ID, List.of(plan.copy()), "a test", Initiator.JOB, Actor.SCHEDULE)));
    }

    private static long signs(StorageProvider storage) throws IOException {
        try {
            return storage.list(SwapPaths.FOLDER).stream()
                    .filter(entry -> SwapPaths.isOpen(entry.name()))
                    .count();
        } catch (StorageException.NotFound e) {
            return 0;
        }
    }

    /** The next process. */
    private final class Next implements AutoCloseable {
        private final Leases leases;
        private final CutOffSwaps swaps;

        Next(TestPlaces places, CutOffSwaps.Waits waits, String... locations) {
            leases = new Leases(catalog.database(), places, Clock.systemUTC(), "next", SwapContract.UNHURRIED);
            leases.deadAreAllBut(Set.of());
            swaps = new CutOffSwaps(
                    List.of(locations), places, new SafeReplace(places, Clock.systemUTC(), "next"), leases, waits);
        }

        @Override
        public void close() {
            swaps.close();
            leases.close();
        }
    }

    /** Tells of every listing of the folder of swaps, after it ended well. */
    private static final class Watched extends LayeredStorage {
        private final Runnable before;
        private final Runnable after;

        Watched(StorageProvider storage, Runnable before, Runnable after) {
            super(storage);
            this.before = before;
            this.after = after;
        }

        @Override
        public StorageProvider onOwnConnection() {
            return new Watched(below().onOwnConnection(), before, after);
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
            return new Watched(below().onOwnConnection(terms), before, after);
        }

        @Override
        public void list(StoragePath at, Consumer<? super StoredFile> each) throws IOException {
            if (at.equals(SwapPaths.FOLDER)) {
                before.run();
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted");
                }
            }
            try {
                super.list(at, each);
            } finally {
                if (at.equals(SwapPaths.FOLDER)) {
                    after.run();
                }
            }
        }
    }

    @Test
    void a_location_is_settled_after_a_start_while_another_hangs() throws Exception {
        MemoryStorage here = cutOff();
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(2); // open swaps first, then what is left of drafts
        Watched hangs = new Watched(
                MemoryStorage.likeWindows(),
                () -> {
                    hanging.countDown();
                    try {
                        letGo.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                () -> {});
        TestPlaces places =
                new TestPlaces().at("hangs", hangs).at("here", new Watched(here, () -> {}, looked::countDown));
        try (Next next = new Next(places, NEVER_AGAIN, "hangs", "here")) {
            next.swaps.begin();
            assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(signs(here)).isZero();
            assertThat(here.stat(DISK).size()).isEqualTo(3);
        }
        letGo.countDown();
    }

    @Test
    void a_location_that_is_down_is_tried_until_it_was_settled_and_no_longer() throws Exception {
        MemoryStorage here = cutOff();
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch looked = new CountDownLatch(5);
        FaultyStorage down = new FaultyStorage(here).fail("list", 3, FaultyStorage.unreachable());
        TestPlaces places = new TestPlaces().at("here", new Watched(down, tries::incrementAndGet, looked::countDown));
        try (Next next = new Next(places, AT_ONCE, "here")) {
            next.swaps.begin();
            assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(signs(here)).isZero();
        assertThat(tries.get())
                .as("three that failed, and two listings of the one that did not")
                .isEqualTo(5);
    }

    @Test
    void what_people_began_is_brought_to_its_end_where_jobs_may_change_nothing() throws Exception {
        MemoryStorage here = cutOff();
        TestPlaces places = new TestPlaces().at("here", here).mode("here", LocationMode.ASSIST);
        try (Next next = new Next(places, NEVER_AGAIN, "here")) {
            assertThat(next.swaps.settle("here")).isEmpty();
        }
        assertThat(signs(here)).isZero();
    }

    /** Where a server loses power after a file has its length and before its bytes. */
    @Test
    void a_sign_of_zeros_is_one_that_was_cut_off_before_it_was_written() throws Exception {
        MemoryStorage here = cutOff();
        StoragePath sign = SwapPaths.open(DISK);
        long length = here.stat(sign).size();
        here.delete(sign);
        try (OpenFile zeros = here.create(sign, Sharing.NONE)) {
            zeros.writeFully(0, ByteBuffer.allocate((int) Math.max(length, 40)));
        }
        TestPlaces places = new TestPlaces().at("here", here);
        try (Next next = new Next(places, NEVER_AGAIN, "here")) {
            assertThat(next.swaps.settle("here")).isEmpty();
        }
        assertThat(signs(here)).isZero();
        assertThat(here.stat(DISK).size()).isEqualTo(3);
    }

    @Test
    void where_nothing_may_be_changed_it_is_told_and_left() throws Exception {
        MemoryStorage here = cutOff();
        TestPlaces places = new TestPlaces().at("here", here).mode("here", LocationMode.OBSERVE);
        try (Next next = new Next(places, NEVER_AGAIN, "here")) {
            assertThat(next.swaps.settle("here")).isNotEmpty().allMatch(sentence -> sentence.contains("OBSERVE"));
        }
        assertThat(signs(here)).isOne();
    }

    @Test
    void a_server_that_is_down_is_said_to_be_to_whoever_asks() {
        TestPlaces places = new TestPlaces()
                .at(
                        "here",
                        new FaultyStorage(MemoryStorage.likeWindows()).fail("list", 1, FaultyStorage.unreachable()));
        try (Next next = new Next(places, NEVER_AGAIN, "here")) {
            assertThatThrownBy(() -> next.swaps.settle("here")).isInstanceOf(StorageException.Unreachable.class);
        }
    }

    @Test
    void a_wait_is_twice_as_long_as_the_last_up_to_the_longest() {
        CutOffSwaps.Waits waits = CutOffSwaps.Waits.STANDARD;
        assertThat(waits.after(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(2));
        assertThat(waits.after(Duration.ofMinutes(8))).isEqualTo(Duration.ofMinutes(15));
        assertThat(waits.after(Duration.ofMinutes(15))).isEqualTo(Duration.ofMinutes(15));
    }
}
