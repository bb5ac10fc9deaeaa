package dev.profilekeep.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.lease.SafeReplace.Member;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three copies with their state files change hands as one, whatever happens in between: two layouts never stand at once, nor a new one with an old state. */
class TogetherTest {
    @Nested
    class LikeWindows extends Contract {
        @Override
        MemoryStorage empty() {
            return MemoryStorage.likeWindows();
        }

        @Override
        boolean lostAtEven() {
            return true;
        }
    }

    @Nested
    class LikeSamba extends Contract {
        @Override
        MemoryStorage empty() {
            return MemoryStorage.likeSamba();
        }

        @Override
        boolean lostAtEven() {
            return false;
        }
    }

    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    abstract static class Contract {
        private static final StoragePath DISK = StoragePath.of("user/Profile_user.vhdx");
        private static final StoragePath META = StoragePath.of("user/Profile_user.VHDX.meta");
        private static final StoragePath METADATA = StoragePath.of("user/Profile_user.vhdx.metadata");
        private static final String OLD = "the old disk";
        private static final String NEW = "the disk of yesterday";
        private static final long ID = 9;
        private static final List<String> ALL = List.of("fra", "lon", "osl");

        @TempDir
        Path folder;

        private Catalog catalog;
        private final Map<String, MemoryStorage> storages = new TreeMap<>();
        private final List<String> broken = new ArrayList<>();

        abstract MemoryStorage empty();

        /** Whether the answer to each even change is lost, and each odd one not begun; the other kind of server has it the other way round. */
        abstract boolean lostAtEven();

        @BeforeEach
        void make() throws Exception {
            catalog = Catalog.open(Databases.h2(folder.resolve("catalog")));
            for (String location : ALL) {
                storages.put(location, empty());
                storages.get(location).createFolder(StoragePath.of("user"));
            }
            anew();
        }

        @AfterEach
        void close() throws IOException {
            catalog.close();
        }

        private void put(String location, StoragePath path, String text) throws IOException {
            try (OpenFile file = storages.get(location).create(path, Sharing.NONE)) {
                file.writeFully(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            }
        }

        /** Empty if it is not there. */
        private String read(String location, StoragePath path) throws IOException {
            try (OpenFile file = storages.get(location).onOwnConnection().openForReading(path, Sharing.ALL)) {
                ByteBuffer all = ByteBuffer.allocate((int) file.size());
                file.readFully(0, all);
                return new String(all.array(), StandardCharsets.UTF_8);
            } catch (StorageException.NotFound e) {
                return "";
            }
        }

        private boolean isThere(String location, StoragePath path) throws IOException {
            try {
                storages.get(location).stat(path);
                return true;
            } catch (StorageException.NotFound e) {
                return false;
            }
        }

        private long size(String location) throws IOException {
            try {
                return storages.get(location).stat(DISK).size();
            } catch (StorageException.NotFound e) {
                return 0;
            }
        }

        private List<StoredFile> left(String location) throws IOException {
            try {
                return storages.get(location).list(SwapPaths.FOLDER);
            } catch (StorageException.NotFound e) {
                return List.of();
            }
        }

        private void anew() throws IOException {
            for (String location : ALL) {
                MemoryStorage storage = storages.get(location);
                for (StoredFile file : storage.list(StoragePath.of("user"))) {
                    storage.delete(file.path());
                }
                put(location, DISK, OLD);
                put(location, META, "state at " + location);
                for (StoredFile entry : left(location)) {
                    if (entry.directory()) {
                        for (StoredFile file : storage.list(entry.path())) {
                            storage.delete(file.path());
                        }
                    }
                    storage.delete(entry.path());
                }
            }
            put("fra", METADATA, "more at fra");
        }

        /** What stands under its name anywhere, told by its size, as it may be held. */
        private void look(String where) throws IOException {
            Set<Long> standing = new HashSet<>();
            for (String location : ALL) {
                long size = size(location);
                if (size != 0) {
                    standing.add(size);
                }
                if (size == NEW.length() && isThere(location, META)) {
                    broken.add(where + ": a new disk with an old state at " + location);
                }
            }
            if (standing.size() > 1) {
                broken.add(where + ": two layouts");
            }
        }

        /** One process. */
        private final class Node implements AutoCloseable {
            private final Leases leases;
            private final SafeReplace swaps;

            Node(String name, CrashingStorage.Plan plan) {
                TestPlaces places = new TestPlaces();
                storages.forEach((location, storage) -> places.at(
                        location, plan == null ? storage : new CrashingStorage(storage.onOwnConnection(), plan)));
                leases = new Leases(catalog.database(), places, Clock.systemUTC(), name, SwapContract.UNHURRIED);
                swaps = new SafeReplace(places, Clock.systemUTC(), name);
            }

            private Map<String, SwapOutcome> change(boolean aside) throws Exception {
                List<SafeReplacePlan> plans = new ArrayList<>();
                for (String location : ALL) {
                    plans.add(swaps.plan(ID, location, DISK, "a trial", Initiator.PERSON));
                }
                List<Member> members = new ArrayList<>();
                try {
                    for (SafeReplacePlan plan : plans) {
                        members.add(new Member(plan, aside ? null : prepared(plan)));
                    }
                    LeaseRequest request = new LeaseRequest(
                            ID,
                            plans.stream().map(SafeReplacePlan::copy).toList(),
                            "a trial",
                            Initiator.PERSON,
                            Actor.SCHEDULE);
                    try (Lease lease = leases.take(request)) {
                        return swaps.together(members, lease);
                    }
                } finally {
                    members.stream()
                            .map(Member::prepared)
                            .filter(one -> one != null)
                            .forEach(PreparedSwap::close);
                }
            }

            private PreparedSwap prepared(SafeReplacePlan plan) throws IOException {
                byte[] bytes = NEW.getBytes(StandardCharsets.UTF_8);
                return swaps.prepare(
                        plan, empty -> empty.writeFully(0, ByteBuffer.wrap(bytes)), file -> assertThat(file.size())
                                .isEqualTo(bytes.length));
            }

            /** At every location, in an order in which the first copy is not always first. */
            void recover(String where) throws IOException {
                leases.deadAreAllBut(Set.of());
                for (String location : List.of("osl", "fra", "lon")) {
                    assertThat(swaps.recover(location, Initiator.PERSON, leases, Actor.SCHEDULE))
                            .as(where)
                            .isEmpty();
                    look(where + ", settled at " + location);
                }
            }

            @Override
            public void close() {
                leases.close();
            }
        }

        private CrashingStorage.Plan looking(String where) {
            return new CrashingStorage.Plan() {
                @Override
                void around(String verb, StoragePath path, boolean after) throws IOException {
                    if (after) {
                        look(where + " after " + verb + " " + path);
                    }
                }
            };
        }

        private void requireAsItWas(String where, String location) throws IOException {
            assertThat(read(location, DISK)).as(where).isEqualTo(OLD);
            assertThat(read(location, META)).as(where).isEqualTo("state at " + location);
            if (location.equals("fra")) {
                assertThat(read(location, METADATA)).as(where).isEqualTo("more at fra");
            }
            for (StoredFile entry : left(location)) {
                // of a change that was killed before its journal was begun
                assertThat(storages.get(location).list(entry.path())).as(where).isEmpty();
            }
        }

        private void requireKept(String where, Node node, String location) throws IOException {
            List<Kept> kept = node.swaps.kept(location);
            assertThat(kept).as(where).hasSize(1);
            assertThat(read(location, kept.get(0).path())).as(where).isEqualTo(OLD);
            SwapPaths paths = new SwapPaths(kept.get(0).txn());
            assertThat(read(location, paths.kept(".meta"))).as(where).isEqualTo("state at " + location);
            assertThat(isThere(location, META)).as(where).isFalse();
        }

        @Test
        void all_are_replaced_and_the_old_ones_are_kept_with_their_states() throws Exception {
            try (Node node = new Node("node-a", looking("restore"))) {
                Map<String, SwapOutcome> outcomes = node.change(false);
                assertThat(outcomes.keySet()).containsExactly("fra", "lon", "osl");
                assertThat(outcomes.values()).allMatch(one -> one instanceof SwapOutcome.Swapped, outcomes.toString());
                for (String location : ALL) {
                    assertThat(read(location, DISK)).isEqualTo(NEW);
                    requireKept("", node, location);
                }
                assertThat(isThere("fra", METADATA)).isFalse();
                for (String location : ALL) {
                    node.swaps.drop(node.swaps.kept(location).get(0), Initiator.PERSON);
                    assertThat(left(location)).isEmpty();
                }
            }
            assertThat(broken).isEmpty();
        }

        /** For n = 0, 1, 2 … the process is killed at its n-th change, and what stands is looked at after each. */
        @Test
        void wherever_replacing_is_killed_one_layout_stands_and_nothing_is_lost() throws Exception {
            killedEverywhere(false, 50);
        }

        @Test
        void wherever_putting_aside_is_killed_one_layout_stands_or_none_and_nothing_is_lost() throws Exception {
            killedEverywhere(true, 30);
        }

        private void killedEverywhere(boolean aside, int least) throws Exception {
            Set<String> ends = new HashSet<>();
            int changes = 0;
            while (killed(aside, changes, changes % 2 == 0 == lostAtEven(), ends)) {
                changes++;
            }
            assertThat(changes).isGreaterThan(least);
            assertThat(ends).contains("old", aside ? "aside" : "new");
            assertThat(broken).isEmpty();
        }

        private boolean killed(boolean aside, int change, boolean answerLost, Set<String> ends) throws Exception {
            String where = "killed " + (answerLost ? "after" : "before") + " change " + change;
            anew();
            CrashingStorage.Plan plan = looking(where);
            plan.crashAt(change, answerLost);
            try (Node node = new Node("node-a", plan)) {
                node.change(aside);
            } catch (IOException | LeaseRefusedException e) {
                assertThat(plan.isDead()).as(where + ": " + e).isTrue();
            }
            look(where);
            try (Node next = new Node("node-b", null)) {
                next.recover(where);
                for (String location : ALL) {
                    assertThat(left(location)).as(where).noneMatch(entry -> SwapPaths.isOpen(entry.name()));
                }
                String leads = read("fra", DISK);
                if (leads.equals(OLD)) {
                    ends.add("old");
                    for (String location : ALL) {
                        requireAsItWas(where, location);
                    }
                    return plan.isDead();
                }
                assertThat(leads).as(where).isEqualTo(aside ? "" : NEW);
                ends.add(aside ? "aside" : "new");
                for (String location : ALL) {
                    assertThat(read(location, DISK))
                            .as(where + " at " + location)
                            .isEqualTo(leads);
                    requireKept(where, next, location);
                }
            }
            return plan.isDead();
        }

        @Test
        void wherever_giving_back_is_killed_all_have_their_names_or_none_has() throws Exception {
            Set<String> ends = new HashSet<>();
            int changes = 0;
            boolean reached = true;
            for (; reached; changes++) {
                String where = "killed at change " + changes + ", giving back";
                anew();
                List<Kept> kept = new ArrayList<>();
                try (Node node = new Node("node-a", null)) {
                    node.change(true);
                    for (String location : ALL) {
                        kept.addAll(node.swaps.kept(location));
                    }
                }
                CrashingStorage.Plan plan = looking(where);
                plan.crashAt(changes, changes % 2 == 0 == lostAtEven());
                try (Node node = new Node("node-b", plan)) {
                    node.swaps.giveBackTogether(kept, Initiator.PERSON);
                } catch (IOException e) {
                    assertThat(plan.isDead()).as(where + ": " + e).isTrue();
                }
                reached = plan.isDead();
                try (Node next = new Node("node-c", null)) {
                    next.recover(where);
                    boolean back = isThere("fra", DISK);
                    ends.add(back ? "back" : "aside");
                    for (String location : ALL) {
                        if (back) {
                            requireAsItWas(where, location);
                        } else {
                            assertThat(isThere(location, DISK)).as(where).isFalse();
                            requireKept(where, next, location);
                        }
                    }
                }
            }
            assertThat(changes).isGreaterThan(20);
            assertThat(ends).containsExactlyInAnyOrder("back", "aside");
            assertThat(broken).isEmpty();
        }

        @Test
        void what_a_person_made_of_the_new_disk_before_it_was_settled_stands_alone() throws Exception {
            CrashingStorage.Plan plan = new CrashingStorage.Plan() {
                private boolean replaced;

                @Override
                void around(String verb, StoragePath path, boolean after) throws IOException {
                    replaced |= verb.equals("replace") && after && !path.value().contains("probe");
                    if (replaced && verb.equals("rename") && !after) {
                        throw new StorageException.Unreachable("planned", null);
                    }
                }
            };
            try (Node node = new Node("node-a", plan)) {
                assertThat(node.change(false).get("lon")).isInstanceOf(SwapOutcome.Unsettled.class);
            }
            assertThat(read("fra", DISK)).isEqualTo(NEW);
            storages.get("fra").delete(DISK);
            put("fra", DISK, NEW + ", used");
            try (Node next = new Node("node-b", null)) {
                next.recover("used since");
                assertThat(read("fra", DISK)).isEqualTo(NEW + ", used");
                for (String location : List.of("lon", "osl")) {
                    assertThat(isThere(location, DISK)).isFalse();
                    requireKept("used since", next, location);
                }
            }
        }

        @Test
        void a_copy_that_somebody_has_open_keeps_all_as_they_are() throws Exception {
            try (Node node = new Node("node-a", null);
                    OpenFile theirs = storages.get("osl").onOwnConnection().openForReading(META, Sharing.NONE)) {
                assertThat(theirs.size()).isPositive();
                Map<String, SwapOutcome> outcomes = node.change(false);
                assertThat(outcomes.get("fra").sentence()).contains("the copy at osl could not be put aside");
                assertThat(outcomes.values())
                        .allMatch(
                                one -> one instanceof SwapOutcome.NothingChanged || one instanceof SwapOutcome.PutBack);
            }
            for (String location : ALL) {
                requireAsItWas("in use", location);
            }
        }

        @Test
        void what_changed_together_is_no_journal_for_who_does_not_know_of_that() throws Exception {
            try (Node node = new Node("node-a", null)) {
                node.change(true);
                Kept kept = node.swaps.kept("lon").get(0);
                List<SwapEntry> lines = SwapJournal.read(storages.get("lon"), new SwapPaths(kept.txn()).journal());
                assertThat(lines.get(lines.size() - 1).v()).isEqualTo(SwapEntry.WITH_OTHERS);
                assertThat(lines.stream().map(SwapEntry::step).collect(Collectors.toList()))
                        .endsWith(SwapStep.MOVING_ASIDE, SwapStep.EMPTIED, SwapStep.ASIDE);
                assertThat(node.swaps.giveBack(kept, Initiator.PERSON)).isInstanceOf(SwapOutcome.PutBack.class);
            }
            requireAsItWas("given back", "lon");
        }
    }
}
