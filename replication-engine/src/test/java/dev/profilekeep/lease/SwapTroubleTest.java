package dev.profilekeep.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.lease.LeaseRequest.Copy;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers and rights that do not allow a safe swap, and a lease that is lost at the worst moment. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SwapTroubleTest {
    private static final StoragePath DISK = StoragePath.of("Profile_user.vhdx");
    private static final long ID = 5;

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

    private static void put(StorageProvider storage, String text) throws IOException {
        try (OpenFile file = storage.create(DISK, Sharing.NONE)) {
            file.writeFully(0, bytes(text));
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(StorageProvider storage, StoragePath path) throws IOException {
        try (OpenFile file = storage.openForReading(path, Sharing.ALL)) {
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.readFully(0, all);
            return new String(all.array(), StandardCharsets.UTF_8);
        }
    }

    private Leases leases(StorageProvider storage) {
        return new Leases(
                catalog.database(),
                new TestPlaces().at("here", storage),
                Clock.systemUTC(),
                "node-a",
                SwapContract.UNHURRIED);
    }

    private Leases leases(StorageProvider storage, String node, LeaseTimes times) {
        return new Leases(catalog.database(), new TestPlaces().at("here", storage), Clock.systemUTC(), node, times);
    }

    private static LeaseRequest request() {
        return new LeaseRequest(ID, List.of(new Copy("here", DISK)), "a test", Initiator.JOB, Actor.SCHEDULE);
    }

    private static SwapOutcome swap(StorageProvider storage, Leases leases) throws IOException, LeaseRefusedException {
        SafeReplace swaps = new SafeReplace(new TestPlaces().at("here", storage), Clock.systemUTC(), "node-a");
        SafeReplacePlan plan = swaps.plan(ID, "here", DISK, "a test", Initiator.JOB);
        return swaps.run(plan, file -> file.writeFully(0, bytes("new")), file -> {}, () -> leases.take(request()));
    }

    /** A server that lacks something. */
    private static final class Lacking extends LayeredStorage {
        private final String what;

        Lacking(StorageProvider storage, String what) {
            super(storage);
            this.what = what;
        }

        private void refuse(String asked) throws StorageException {
            if (what.equals(asked)) {
                throw new StorageException.Failed("planned: no " + what + " here", null);
            }
        }

        @Override
        public StorageProvider onOwnConnection() {
            return new Lacking(below().onOwnConnection(), what);
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
            return new Lacking(below().onOwnConnection(terms), what);
        }

        @Override
        public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
            refuse("hard links");
            super.hardLink(existing, newName);
        }

        @Override
        public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
            if (security.ownerSid() != null) {
                refuse("owners");
            }
            super.setSecurity(path, security);
        }

        @Override
        public StoredFile stat(StoragePath path) throws IOException {
            StoredFile file = super.stat(path);
            boolean sparse = what.equals("plain files") && path.name().equals("new.disk");
            return !sparse
                    ? file
                    : new StoredFile(
                            path,
                            false,
                            file.size(),
                            file.allocated(),
                            file.creationTime(),
                            file.lastWriteTime(),
                            file.changeTime(),
                            file.fileId(),
                            file.attributes() | StoredFile.SPARSE);
        }
    }

    private void assertRefused(StorageProvider storage, String why) throws Exception {
        put(storage, "old");
        try (Leases leases = leases(storage)) {
            assertThatThrownBy(() -> swap(storage, leases))
                    .isInstanceOf(SwapRefusedException.class)
                    .hasMessageContaining(why);
        }
        assertThat(read(storage, DISK)).isEqualTo("old");
        assertThat(storage.list(SwapPaths.FOLDER)).isEmpty();
    }

    @Test
    void without_hard_links_a_server_that_replaces_no_open_file_gets_no_swap() throws Exception {
        assertRefused(new Lacking(MemoryStorage.likeWindows(), "hard links"), "hard links");
    }

    @Test
    void without_hard_links_the_old_file_is_copied_where_it_stays_held() throws Exception {
        StorageProvider storage = new Lacking(MemoryStorage.likeSamba(), "hard links");
        put(storage, "old");
        try (Leases leases = leases(storage)) {
            assertThat(swap(storage, leases)).isInstanceOfSatisfying(SwapOutcome.Swapped.class, swapped -> assertThat(
                            text(storage, swapped.kept().path()))
                    .isEqualTo("old"));
        }
        assertThat(read(storage, DISK)).isEqualTo("new");
    }

    private static String text(StorageProvider storage, StoragePath path) {
        try {
            return read(storage, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void without_the_right_to_set_the_owner_nothing_is_begun() throws Exception {
        MemoryStorage server = MemoryStorage.likeWindows();
        StorageProvider storage = new Lacking(server, "owners");
        put(storage, "old");
        server.setSecurity(DISK, new FileSecurity("S-1-5-21-9-9-9-1234", null, new byte[0]));
        try (Leases leases = leases(storage)) {
            assertThatThrownBy(() -> swap(storage, leases))
                    .isInstanceOf(SwapRefusedException.class)
                    .hasMessageContaining("SeRestorePrivilege");
        }
        assertThat(storage.list(SwapPaths.FOLDER)).isEmpty();
    }

    @Test
    void a_new_file_that_came_out_sparse_is_not_put_in_place() throws Exception {
        assertRefused(new Lacking(MemoryStorage.likeWindows(), "plain files"), "sparse");
    }

    /**
     * Samba replaces a file that somebody holds. If our own handle falls in the last moment and somebody opens the old file, what
     * they write would vanish from the name: the container stays closed to us until they are done, and then gets its file back.
     */
    @Test
    void a_lease_that_falls_just_before_the_rename_loses_nobodys_work() throws Exception {
        MemoryStorage server = MemoryStorage.likeSamba();
        put(server, "old");
        StorageProvider person = server.onOwnConnection();
        OpenFile[] theirs = new OpenFile[1];
        Lease[] ours = new Lease[1];
        StorageProvider storage = new CrashingStorage(server.onOwnConnection(), new CrashingStorage.Plan() {
            @Override
            void around(String verb, StoragePath path, boolean after) throws IOException {
                if (verb.equals("replace") && path.equals(DISK) && !after && theirs[0] == null) {
                    ours[0].connections().storage("here").close();
                    theirs[0] = person.openForWriting(DISK, Sharing.NONE);
                }
            }
        });
        try (Leases leases = leases(storage)) {
            SafeReplace swaps = new SafeReplace(new TestPlaces().at("here", storage), Clock.systemUTC(), "node-a");
            SafeReplacePlan plan = swaps.plan(ID, "here", DISK, "a test", Initiator.JOB);
            SwapOutcome outcome = swaps.run(
                    plan, file -> file.writeFully(0, bytes("new")), file -> {}, () -> ours[0] = leases.take(request()));
            assertThat(outcome).isInstanceOf(SwapOutcome.Unsettled.class);
            theirs[0].writeFully(0, bytes("their work"));
            LeaseRefused refused = catchThrowableOfType(LeaseRefusedException.class, () -> leases.take(request()))
                    .reason();
            assertThat(refused).isInstanceOf(LeaseRefused.Unsettled.class);
            theirs[0].close();
            leases.take(request()).close();
            assertThat(read(server, DISK)).isEqualTo("their work");
            assertThat(swaps.recover("here", Initiator.JOB, leases, Actor.SCHEDULE))
                    .isEmpty();
            assertThat(server.list(SwapPaths.FOLDER)).isEmpty();
        } finally {
            person.close();
        }
    }

    /** Swapped, and then somebody turns out to have been on the way to the old file. */
    private void writtenLate(MemoryStorage server, String toTheNew, Class<? extends SwapOutcome> ends)
            throws Exception {
        put(server, "old");
        try (Leases leases = leases(server)) {
            SafeReplace swaps = new SafeReplace(new TestPlaces().at("here", server), Clock.systemUTC(), "node-a");
            assertThat(swap(server, leases)).isInstanceOf(SwapOutcome.Swapped.class);
            Kept kept = swaps.kept("here").get(0);
            try (OpenFile late = server.openForWriting(kept.path(), Sharing.NONE)) {
                assertThatThrownBy(() -> swaps.drop(kept, Initiator.JOB)).isInstanceOf(SwapRefusedException.class);
                assertThat(swaps.recover("here", Initiator.JOB, leases, Actor.SCHEDULE))
                        .as("nobody gets a lease while they have it")
                        .hasSize(1);
                assertThatThrownBy(() -> leases.take(request())).isInstanceOf(LeaseRefusedException.class);
                late.writeFully(0, bytes("their work"));
            }
            if (!toTheNew.isEmpty()) {
                try (OpenFile file = server.openForWriting(DISK, Sharing.NONE)) {
                    file.writeFully(0, bytes(toTheNew));
                }
            }
            assertThat(swaps.recover("here", Initiator.JOB, leases, Actor.SCHEDULE))
                    .isEmpty();
            leases.take(request()).close();
            if (ends == SwapOutcome.PutBack.class) {
                assertThat(read(server, DISK)).isEqualTo("their work");
                assertThat(swaps.kept("here")).isEmpty();
                assertThat(server.list(SwapPaths.FOLDER)).isEmpty();
            } else {
                assertThat(read(server, DISK)).isEqualTo(toTheNew);
                assertThat(swaps.kept("here")).hasSize(1).allMatch(Kept::conflict);
                assertThat(read(server, kept.path())).isEqualTo("their work");
            }
        }
    }

    @Test
    void what_somebody_writes_to_the_old_file_after_the_swap_is_put_back() throws Exception {
        writtenLate(MemoryStorage.likeSamba(), "", SwapOutcome.PutBack.class);
    }

    @Test
    void if_the_new_file_was_written_by_then_both_are_kept() throws Exception {
        writtenLate(MemoryStorage.likeSamba(), "other work", SwapOutcome.Conflict.class);
    }

    /** Answers nothing about the new file of a swap, until the connection is closed. */
    private static final class Hanging extends LayeredStorage {
        private final AtomicInteger waiting;
        private final CountDownLatch closed = new CountDownLatch(1);

        Hanging(StorageProvider storage, AtomicInteger waiting) {
            super(storage);
            this.waiting = waiting;
        }

        @Override
        public StorageProvider onOwnConnection() {
            return new Hanging(below().onOwnConnection(), waiting);
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
            return new Hanging(below().onOwnConnection(terms), waiting);
        }

        @Override
        public StoredFile stat(StoragePath path) throws IOException {
            if (!path.name().equals("new.disk")) {
                return super.stat(path);
            }
            waiting.incrementAndGet();
            try {
                closed.await();
                throw new StorageException.Unreachable("planned: it was closed", null);
            } catch (InterruptedException e) {
                throw new StorageException.Unreachable("interrupted", e);
            } finally {
                waiting.decrementAndGet();
            }
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            super.close();
        }
    }

    /** Otherwise it could go on under somebody else's lease. */
    @Test
    void a_settlement_that_takes_too_long_has_ended_when_its_row_is_given_up() throws Exception {
        MemoryStorage server = cutOff();
        LeaseTimes brief = new LeaseTimes(
                Duration.ofSeconds(20),
                Duration.ofMillis(300),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                Duration.ofMillis(200),
                Duration.ofSeconds(10));
        AtomicInteger waiting = new AtomicInteger();
        try (Leases next = leases(new Hanging(server.onOwnConnection(), waiting), "node-b", brief)) {
            next.deadAreAllBut(Set.of());
            LeaseRefused refused = catchThrowableOfType(LeaseRefusedException.class, () -> next.take(request()))
                    .reason();
            assertThat(refused).isInstanceOf(LeaseRefused.Unreachable.class);
            assertThat(waiting).as("still at work").hasValue(0);
        }
        try (Leases last = leases(server, "node-c", SwapContract.UNHURRIED)) {
            last.deadAreAllBut(Set.of());
            last.take(request()).close();
        }
        assertThat(read(server, DISK)).isEqualTo("new");
    }

    /** A swap that was cut off right after the new file took the name. */
    private MemoryStorage cutOff() throws Exception {
        MemoryStorage server = MemoryStorage.likeSamba();
        put(server, "old");
        CrashingStorage.Plan plan = new CrashingStorage.Plan() {
            @Override
            void around(String verb, StoragePath path, boolean after) {
                if (verb.equals("replace") && path.equals(DISK) && after) {
                    crashAt(0, false); // at its next change
                }
            }
        };
        try (Leases leases = leases(new CrashingStorage(server.onOwnConnection(), plan))) {
            assertThat(swap(new CrashingStorage(server.onOwnConnection(), plan), leases))
                    .isInstanceOf(SwapOutcome.Unsettled.class);
        }
        assertThat(plan.isDead()).isTrue();
        return server;
    }

    private static StoragePath journal(StorageProvider storage) throws IOException {
        return storage.list(SwapPaths.FOLDER).stream()
                .filter(StoredFile::directory)
                .findFirst()
                .orElseThrow()
                .path()
                .child("journal.jsonl");
    }

    private static void append(StorageProvider storage, StoragePath path, String text) throws IOException {
        try (OpenFile file = storage.openForWriting(path, Sharing.NONE)) {
            file.writeFully(file.size(), bytes(text));
        }
    }

    @Test
    void a_line_that_was_cut_off_says_nothing() throws Exception {
        MemoryStorage server = cutOff();
        append(server, journal(server), "\n{\"v\":1,\"step\":\"REVERT");
        try (Leases leases = leases(server)) {
            leases.deadAreAllBut(Set.of());
            leases.take(request()).close();
        }
        assertThat(read(server, DISK)).isEqualTo("new");
    }

    @Test
    void a_journal_of_a_newer_version_keeps_the_container_closed_and_nothing_else() throws Exception {
        for (String line : List.of("{\"v\":2,\"step\":\"LATER\"}", "{\"v\":1,\"step\":\"LATER\"}")) {
            MemoryStorage server = cutOff();
            append(server, journal(server), "\n" + line + "\n");
            StoragePath draft = SwapPaths.FOLDER.child("20200101-000000-draft");
            server.createFolder(draft);
            SwapEntry begun = new SwapEntry(
                    1, SwapStep.BEGUN, Instant.EPOCH, "node-z", 77, "other.vhdx", "a test", null, null, true, "", null);
            SwapJournal.begin(server, draft.child("journal.jsonl"), begun);
            try (Leases leases = leases(server)) {
                leases.deadAreAllBut(Set.of());
                LeaseRefused refused = catchThrowableOfType(LeaseRefusedException.class, () -> leases.take(request()))
                        .reason();
                assertThat(refused).isInstanceOf(LeaseRefused.Unsettled.class);
                SafeReplace swaps = new SafeReplace(new TestPlaces().at("here", server), Clock.systemUTC(), "node-a");
                assertThat(swaps.recover("here", Initiator.JOB, leases, Actor.SCHEDULE))
                        .hasSize(2)
                        .allMatch(why -> why.contains("journal"));
                assertThat(server.list(SwapPaths.FOLDER))
                        .as("the abandoned draft is gone all the same")
                        .noneMatch(file -> file.path().equals(draft));
            }
            assertThat(read(server, DISK)).isEqualTo("new");
        }
    }
}
