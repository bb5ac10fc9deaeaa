package dev.profilekeep.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file leaves its name for good, and takes it again, whatever happens in between. */
class AsideTest {
    @Nested
    class LikeWindows extends Contract {
        @Override
        StorageProvider empty() {
            return MemoryStorage.likeWindows();
        }
    }

    @Nested
    class LikeSamba extends Contract {
        @Override
        StorageProvider empty() {
            return MemoryStorage.likeSamba();
        }
    }

    @Nested
    class Local extends Contract {
        @Override
        StorageProvider empty() throws Exception {
            return new LocalStorage(Files.createDirectories(folder.resolve("share")));
        }
    }

    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    abstract static class Contract {
        private static final StoragePath DISK = StoragePath.of("user/Profile_user.vhdx");
        private static final String OLD = "the old disk";
        private static final long ID = 9;

        @TempDir
        Path folder;

        private Catalog catalog;
        private StorageProvider storage;

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
            storage.close();
            catalog.close();
        }

        private void put(String text) throws IOException {
            try (OpenFile file = storage.create(DISK, Sharing.NONE)) {
                file.writeFully(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            }
        }

        private String read(StoragePath path) throws IOException {
            try (OpenFile file = storage.openForReading(path, Sharing.ALL)) {
                ByteBuffer all = ByteBuffer.allocate((int) file.size());
                file.readFully(0, all);
                return new String(all.array(), StandardCharsets.UTF_8);
            }
        }

        private boolean isThere() throws IOException {
            try {
                storage.stat(DISK);
                return true;
            } catch (StorageException.NotFound e) {
                return false;
            }
        }

        /** One process. */
        private final class Node implements AutoCloseable {
            private final Leases leases;
            private final SafeReplace swaps;

            Node(String name, StorageProvider at) {
                TestPlaces places = new TestPlaces().at("here", at).changesUnprovedAt("here");
                leases = new Leases(catalog.database(), places, Clock.systemUTC(), name, SwapContract.UNHURRIED);
                swaps = new SafeReplace(places, Clock.systemUTC(), name);
            }

            SwapOutcome moveAside() throws Exception {
                SafeReplacePlan plan = swaps.plan(ID, "here", DISK, "first aid", Initiator.PERSON);
                try (Lease lease = leases.take(
                        new LeaseRequest(ID, List.of(plan.copy()), "first aid", Initiator.PERSON, Actor.SCHEDULE))) {
                    return swaps.moveAside(plan, lease);
                }
            }

            List<String> recover() throws IOException {
                leases.deadAreAllBut(Set.of());
                return swaps.recover("here", Initiator.PERSON, leases, Actor.SCHEDULE);
            }

            @Override
            public void close() {
                leases.close();
            }
        }

        private List<StoredFile> left() throws IOException {
            try {
                return storage.list(SwapPaths.FOLDER);
            } catch (StorageException.NotFound e) {
                return List.of();
            }
        }

        @Test
        void the_name_is_free_and_the_disk_is_kept_and_takes_its_name_again() throws Exception {
            try (Node node = new Node("node-a", storage)) {
                SwapOutcome outcome = node.moveAside();
                assertThat(outcome).as(outcome.sentence()).isInstanceOf(SwapOutcome.MovedAside.class);
                assertThat(isThere()).isFalse();
                assertThat(node.recover()).isEmpty();
                Kept kept = node.swaps.kept("here").get(0);
                assertThat(read(kept.path())).isEqualTo(OLD);
                assertThat(node.swaps.giveBack(kept, Initiator.PERSON)).isInstanceOf(SwapOutcome.PutBack.class);
                assertThat(read(DISK)).isEqualTo(OLD);
                assertThat(left()).isEmpty();
            }
        }

        @Test
        void what_was_made_meanwhile_keeps_the_name() throws Exception {
            try (Node node = new Node("node-a", storage)) {
                node.moveAside();
                put("a new one");
                Kept kept = node.swaps.kept("here").get(0);
                assertThat(node.swaps.giveBack(kept, Initiator.PERSON)).isInstanceOf(SwapOutcome.MovedAside.class);
                assertThat(read(DISK)).isEqualTo("a new one");
                assertThat(read(node.swaps.kept("here").get(0).path())).isEqualTo(OLD);
                node.swaps.drop(kept, Initiator.PERSON);
                assertThat(left()).isEmpty();
            }
        }

        /** For n = 0, 1, 2 … the process is killed at its n-th change, moving aside. */
        @Test
        void wherever_moving_aside_is_killed_it_is_settled_to_one_of_two_whole_states() throws Exception {
            for (boolean answerLost : new boolean[] {false, true}) {
                int changes = 0;
                while (killedMoving(changes, answerLost)) {
                    changes++;
                }
                assertThat(changes).isGreaterThan(7);
            }
        }

        private boolean killedMoving(int change, boolean answerLost) throws Exception {
            String where = "killed " + (answerLost ? "after" : "before") + " change " + change;
            anew();
            CrashingStorage.Plan plan = new CrashingStorage.Plan();
            plan.crashAt(change, answerLost);
            try (Node node = new Node("node-a", new CrashingStorage(storage.onOwnConnection(), plan))) {
                node.moveAside();
            } catch (IOException | LeaseRefusedException e) {
                assertThat(plan.isDead()).as(where + ": " + e).isTrue();
            }
            settled(where);
            return plan.isDead();
        }

        /** The same, giving back. */
        @Test
        void wherever_giving_back_is_killed_it_is_settled_to_one_of_two_whole_states() throws Exception {
            for (boolean answerLost : new boolean[] {false, true}) {
                int changes = 0;
                while (killedGivingBack(changes, answerLost)) {
                    changes++;
                }
                assertThat(changes).isGreaterThan(4);
            }
        }

        private boolean killedGivingBack(int change, boolean answerLost) throws Exception {
            String where = "killed " + (answerLost ? "after" : "before") + " change " + change;
            anew();
            CrashingStorage.Plan plan = new CrashingStorage.Plan();
            Kept kept;
            try (Node node = new Node("node-a", storage)) {
                node.moveAside();
                kept = node.swaps.kept("here").get(0);
            }
            plan.crashAt(change, answerLost);
            try (Node node = new Node("node-b", new CrashingStorage(storage.onOwnConnection(), plan))) {
                node.swaps.giveBack(kept, Initiator.PERSON);
            } catch (IOException e) {
                assertThat(plan.isDead()).as(where + ": " + e).isTrue();
            }
            settled(where);
            return plan.isDead();
        }

        private void anew() throws IOException {
            if (isThere()) {
                storage.delete(DISK);
            }
            put(OLD);
            for (StoredFile entry : left()) {
                if (entry.directory()) {
                    for (StoredFile file : storage.list(entry.path())) {
                        storage.delete(file.path());
                    }
                }
                storage.delete(entry.path());
            }
        }

        private void settled(String where) throws Exception {
            try (Node next = new Node("node-c", storage)) {
                assertThat(next.recover()).as(where).isEmpty();
                assertThat(left()).as(where).noneMatch(entry -> SwapPaths.isOpen(entry.name()));
                List<Kept> kept = next.swaps.kept("here");
                if (isThere()) {
                    assertThat(read(DISK)).as(where).isEqualTo(OLD);
                    assertThat(kept).as(where).isEmpty();
                } else {
                    assertThat(kept).as(where).hasSize(1);
                    assertThat(read(kept.get(0).path())).as(where).isEqualTo(OLD);
                    assertThat(next.swaps.giveBack(kept.get(0), Initiator.PERSON))
                            .as(where)
                            .isInstanceOf(SwapOutcome.PutBack.class);
                    assertThat(read(DISK)).as(where).isEqualTo(OLD);
                }
            }
        }

        @Test
        void who_has_the_disk_open_is_left_alone() throws Exception {
            if (!storage.capabilities().seesOtherOpens()) {
                return;
            }
            StorageProvider person = storage.onOwnConnection();
            CrashingStorage.Plan coming = new CrashingStorage.Plan() {
                private boolean done;

                @Override
                void around(String verb, StoragePath path, boolean after) throws IOException {
                    if (verb.equals("rename") && !after && !done) {
                        done = true;
                        theirs = person.openForWriting(DISK, Sharing.NONE);
                    }
                }
            };
            try (Node node = new Node("node-a", new CrashingStorage(storage.onOwnConnection(), coming))) {
                SwapOutcome outcome = node.moveAside();
                assertThat(outcome).as(outcome.sentence()).isInstanceOf(SwapOutcome.NothingChanged.class);
                theirs.writeFully(0, ByteBuffer.wrap("THE".getBytes(StandardCharsets.UTF_8)));
                theirs.close();
                assertThat(read(DISK)).isEqualTo("THE old disk");
                assertThat(node.recover()).isEmpty();
                assertThat(left()).isEmpty();
            } finally {
                person.close();
            }
        }

        private OpenFile theirs;

        @Test
        void what_somebody_writes_in_that_moment_gets_its_name_back() throws Exception {
            StorageProvider person = storage.onOwnConnection();
            CrashingStorage.Plan coming = new CrashingStorage.Plan() {
                private boolean done;

                @Override
                void around(String verb, StoragePath path, boolean after) throws IOException {
                    if (verb.equals("rename") && !after && !done) {
                        done = true;
                        try (OpenFile file = person.openForWriting(DISK, Sharing.NONE)) {
                            file.writeFully(file.size(), ByteBuffer.wrap("!".getBytes(StandardCharsets.UTF_8)));
                        }
                    }
                }
            };
            try (Node node = new Node("node-a", new CrashingStorage(storage.onOwnConnection(), coming))) {
                SwapOutcome outcome = node.moveAside();
                assertThat(outcome).as(outcome.sentence()).isInstanceOf(SwapOutcome.PutBack.class);
                assertThat(read(DISK)).isEqualTo(OLD + "!");
                assertThat(node.recover()).isEmpty();
                assertThat(left()).isEmpty();
            } finally {
                person.close();
            }
        }
    }
}
