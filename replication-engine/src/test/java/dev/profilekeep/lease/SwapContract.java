package dev.profilekeep.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.storage.CapabilityProbe;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a swap does at every kind of server, whatever happens in between. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class SwapContract {
    /** For where time is not what is tried: a busy machine changes nothing then. */
    static final LeaseTimes UNHURRIED = new LeaseTimes(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofSeconds(150),
            Duration.ofMillis(200),
            Duration.ofSeconds(15));

    static final StoragePath DISK = StoragePath.of("user/Profile_user.vhdx");
    private static final String OLD = "the old disk";
    private static final String NEW = "the new disk, which is longer";
    private static final long ID = 9;

    @TempDir
    Path folder;

    private Catalog catalog;
    private StorageProvider storage;

    /** An empty location. */
    abstract StorageProvider empty() throws Exception;

    @BeforeEach
    void make() throws Exception {
        catalog = Catalog.open(Databases.h2(folder.resolve("catalog")));
        storage = empty();
        storage.createFolder(StoragePath.of("user"));
        put(OLD);
    }

    @AfterEach
    void close() throws IOException {
        if (storage != null) {
            storage.close();
        }
        catalog.close();
    }

    private void put(String text) throws IOException {
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

    private static void append(StorageProvider storage, StoragePath path, String text) throws IOException {
        try (OpenFile file = storage.openForWriting(path, Sharing.NONE)) {
            file.writeFully(file.size(), bytes(text));
        }
    }

    /** Everything one process needs. */
    private final class Node implements AutoCloseable {
        private final Leases leases;
        private final SafeReplace swaps;

        Node(String name, StorageProvider at) {
            TestPlaces places = new TestPlaces().at("here", at).changesUnprovedAt("here");
            leases = new Leases(catalog.database(), places, Clock.systemUTC(), name, UNHURRIED);
            swaps = new SafeReplace(places, Clock.systemUTC(), name);
        }

        SwapOutcome swap() throws Exception {
            SafeReplacePlan plan = swaps.plan(ID, "here", DISK, "a test", Initiator.JOB);
            return swaps.run(
                    plan,
                    file -> file.writeFully(0, bytes(NEW)),
                    file -> {},
                    () -> leases.take(
                            new LeaseRequest(ID, List.of(plan.copy()), "a test", Initiator.JOB, Actor.SCHEDULE)));
        }

        List<String> recover() throws IOException {
            leases.deadAreAllBut(Set.of());
            return swaps.recover("here", Initiator.JOB, leases, Actor.SCHEDULE);
        }

        @Override
        public void close() {
            leases.close();
        }
    }

    private List<String> left() throws IOException {
        try {
            return storage.list(SwapPaths.FOLDER).stream().map(StoredFile::name).toList();
        } catch (StorageException.NotFound e) {
            return List.of();
        }
    }

    private Node nodeWith(CrashingStorage.Plan plan) {
        return new Node("node-a", new CrashingStorage(storage.onOwnConnection(), plan));
    }

    @Test
    void the_new_file_is_in_place_and_the_old_one_is_kept_until_it_is_dropped() throws Exception {
        var security = storage.security(DISK);
        try (Node node = new Node("node-a", storage)) {
            SwapOutcome outcome = node.swap();
            assertThat(outcome).isInstanceOf(SwapOutcome.Swapped.class);
            assertThat(read(storage, DISK)).isEqualTo(NEW);
            assertThat(storage.security(DISK).ownerSid()).isEqualTo(security.ownerSid());
            assertThat(storage.security(DISK).descriptor()).isEqualTo(security.descriptor());
            List<Kept> kept = node.swaps.kept("here");
            assertThat(kept).hasSize(1);
            assertThat(kept.get(0).target()).isEqualTo(DISK);
            assertThat(kept.get(0).conflict()).isFalse();
            assertThat(read(storage, kept.get(0).path())).isEqualTo(OLD);
            assertThat(node.recover()).isEmpty();
            assertThat(node.swaps.kept("here")).hasSize(1);
            node.swaps.drop(kept.get(0), Initiator.JOB);
            assertThat(left()).isEmpty();
            assertThat(read(storage, DISK)).isEqualTo(NEW);
        }
    }

    @Test
    void a_plan_only_reads() throws Exception {
        StoredFile before = storage.stat(DISK);
        try (Node node = new Node("node-a", storage)) {
            SafeReplacePlan plan = node.swaps.plan(ID, "here", DISK, "a test", Initiator.JOB);
            assertThat(plan.sentences()).hasSizeGreaterThan(4);
        }
        assertThat(storage.stat(DISK)).isEqualTo(before);
        assertThat(left()).isEmpty();
    }

    @Test
    void a_new_file_that_fails_its_check_leaves_nothing() throws Exception {
        try (Node node = new Node("node-a", storage)) {
            SafeReplacePlan plan = node.swaps.plan(ID, "here", DISK, "a test", Initiator.JOB);
            assertThatThrownBy(() -> node.swaps.prepare(plan, file -> file.writeFully(0, bytes(NEW)), file -> {
                        throw new IOException("not sound");
                    }))
                    .hasMessage("not sound");
        }
        assertThat(left()).isEmpty();
        assertThat(read(storage, DISK)).isEqualTo(OLD);
    }

    @Test
    void a_copy_that_was_written_since_the_plan_is_left_alone() throws Exception {
        try (Node node = new Node("node-a", storage)) {
            SafeReplacePlan plan = node.swaps.plan(ID, "here", DISK, "a test", Initiator.JOB);
            append(storage, DISK, "!");
            assertThatThrownBy(() -> node.swaps.run(
                            plan,
                            file -> file.writeFully(0, bytes(NEW)),
                            file -> {},
                            () -> node.leases.take(new LeaseRequest(
                                    ID, List.of(plan.copy()), "a test", Initiator.JOB, Actor.SCHEDULE))))
                    .isInstanceOf(LeaseRefusedException.class);
        }
        assertThat(left()).isEmpty();
        assertThat(read(storage, DISK)).isEqualTo(OLD + "!");
    }

    /** For n = 0, 1, 2 … the process is killed at its n-th change. */
    @Test
    void wherever_it_is_killed_the_name_is_there_and_the_next_settles_it() throws Exception {
        for (boolean answerLost : new boolean[] {false, true}) {
            int changes = 0;
            while (killedAt(changes, answerLost)) {
                changes++;
            }
            assertThat(changes).isGreaterThan(15);
        }
    }

    /** @return whether it got so far */
    private boolean killedAt(int change, boolean answerLost) throws Exception {
        String where = "killed " + (answerLost ? "after" : "before") + " change " + change;
        storage.delete(DISK);
        put(OLD);
        NameIsThere plan = new NameIsThere();
        plan.crashAt(change, answerLost);
        String outcome = "";
        try (Node node = nodeWith(plan)) {
            outcome = node.swap().toString();
        } catch (IOException | LeaseRefusedException e) {
            outcome = e.toString();
        }
        assertThat(read(storage, DISK)).as(where).isIn(OLD, NEW);
        try (Node next = new Node("node-b", storage)) {
            assertThat(next.recover()).as(where + ": " + outcome).isEmpty();
            String now = read(storage, DISK);
            List<Kept> kept = next.swaps.kept("here");
            if (now.equals(NEW)) {
                assertThat(kept).as(where).hasSize(1);
                assertThat(read(storage, kept.get(0).path())).as(where).isEqualTo(OLD);
                next.swaps.drop(kept.get(0), Initiator.JOB);
            } else {
                assertThat(now).as(where).isEqualTo(OLD);
                assertThat(kept).as(where).isEmpty();
            }
            assertThat(left()).as(where).allMatch(name -> isYoungDraft(name));
            next.leases
                    .take(new LeaseRequest(
                            ID, List.of(new LeaseRequest.Copy("here", DISK)), "a test", Initiator.JOB, Actor.SCHEDULE))
                    .close();
        }
        sweep();
        return plan.isDead();
    }

    /** Folders without a journal stay for a day: they may be somebody's who is just beginning. */
    private boolean isYoungDraft(String name) {
        try {
            storage.stat(new SwapPaths(name).journal());
            return false;
        } catch (IOException e) {
            return !SwapPaths.isOpen(name);
        }
    }

    private void sweep() throws IOException {
        for (String name : left()) {
            StoragePath draft = SwapPaths.FOLDER.child(name);
            for (StoredFile file : storage.list(draft)) {
                storage.delete(file.path());
            }
            storage.delete(draft);
        }
    }

    /** After every change anybody makes, somebody who opens the disk finds it. */
    private final class NameIsThere extends CrashingStorage.Plan {
        @Override
        void around(String verb, StoragePath path, boolean after) throws IOException {
            assertThat(storage.stat(DISK).size()).as(verb + " " + path).isIn((long) OLD.length(), (long) NEW.length());
        }
    }

    /** What happens at the one moment that counts. */
    private interface Meanwhile {
        void happens() throws IOException;
    }

    private static final class AtReplace extends CrashingStorage.Plan {
        private final Meanwhile before;
        private final Meanwhile after;
        private boolean done;

        AtReplace(Meanwhile before, Meanwhile after) {
            this.before = before;
            this.after = after;
        }

        @Override
        void around(String verb, StoragePath path, boolean isAfter) throws IOException {
            if (verb.equals("replace") && path.equals(DISK) && !done) {
                if (isAfter) {
                    done = true;
                    after.happens();
                } else {
                    before.happens();
                }
            }
        }
    }

    private boolean keepsOthersOff() throws Exception {
        return storage.capabilities().seesOtherOpens()
                && CapabilityProbe.run(storage, StoragePath.ROOT, null).replacesOpenFiles();
    }

    @Test
    void who_writes_the_old_file_in_the_moment_of_the_swap_keeps_what_they_wrote() throws Exception {
        boolean keptOff = keepsOthersOff();
        StorageProvider person = storage.onOwnConnection();
        try (Node node = nodeWith(new AtReplace(
                () -> {
                    if (keptOff) {
                        assertThatThrownBy(() -> append(person, DISK, " and a word"))
                                .isInstanceOf(StorageException.Busy.class);
                    } else {
                        append(person, DISK, " and a word");
                    }
                },
                () -> {}))) {
            SwapOutcome outcome = node.swap();
            if (keptOff) {
                assertThat(outcome).isInstanceOf(SwapOutcome.Swapped.class);
            } else {
                assertThat(outcome).isInstanceOf(SwapOutcome.PutBack.class);
                assertThat(read(storage, DISK)).isEqualTo(OLD + " and a word");
                assertThat(node.recover()).isEmpty();
                assertThat(left()).isEmpty();
            }
        } finally {
            person.close();
        }
    }

    @Test
    void if_both_were_written_both_are_kept_and_it_is_said() throws Exception {
        assumeTrue(!keepsOthersOff(), "nobody can write the old file here while it is swapped");
        StorageProvider person = storage.onOwnConnection();
        try (Node node = nodeWith(
                new AtReplace(() -> append(person, DISK, " and a word"), () -> append(person, DISK, " and another")))) {
            SwapOutcome outcome = node.swap();
            assertThat(outcome).isInstanceOf(SwapOutcome.Conflict.class);
            assertThat(read(storage, DISK)).isEqualTo(NEW + " and another");
            Kept kept = node.swaps.kept("here").get(0);
            assertThat(kept.conflict()).isTrue();
            assertThat(read(storage, kept.path())).isEqualTo(OLD + " and a word");
        } finally {
            person.close();
        }
    }

    @Test
    void who_has_the_old_file_open_in_that_moment_is_left_alone() throws Exception {
        assumeTrue(
                storage.capabilities().seesOtherOpens() && !keepsOthersOff(),
                "only where our handle has to be closed before the swap");
        StorageProvider person = storage.onOwnConnection();
        OpenFile[] open = new OpenFile[1];
        try (Node node = nodeWith(new AtReplace(() -> open[0] = person.openForWriting(DISK, Sharing.NONE), () -> {}))) {
            assertThat(node.swap()).isInstanceOf(SwapOutcome.NothingChanged.class);
            open[0].writeFully(0, bytes("THE"));
            open[0].close();
            assertThat(read(storage, DISK)).isEqualTo("THE old disk");
            assertThat(node.recover()).isEmpty();
            assertThat(node.swaps.kept("here")).isEmpty();
        } finally {
            person.close();
        }
    }
}
