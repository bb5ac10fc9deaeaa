package dev.profilekeep.backup.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.repo.Disks;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.SnapshotOrigin;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups in a second repository, which has a key of its own. */
abstract class CopyContract {
    private final Map<String, BlockDevice> disks = new HashMap<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private StorageProvider here;
    private StorageProvider there;
    private Repository source;
    private Repository target;

    /** An empty folder, another one each time. */
    protected abstract StorageProvider connect() throws Exception;

    @BeforeEach
    void open() throws Exception {
        here = connect();
        there = connect();
        source = Repositories.create(here);
        target = Repositories.create(there);
    }

    @AfterEach
    void close() throws IOException {
        source.close();
        target.close();
        workers.shutdown();
        here.close();
        there.close();
    }

    /** A disk that differs from others by what one of its files holds. */
    private Surgery disk(int number) throws IOException {
        Surgery disk = new Surgery();
        if (number > 0) {
            NtfsFile file = disk.plain(0);
            int at = disk.contentAt(file.number(), 0);
            disk.bytes().put(at, (byte) (disk.bytes().get(at) + number));
            disk.record(file.number(), record -> record.put(8, (byte) (record.get(8) + 1 + number % 100)));
        }
        return disk;
    }

    /** Backs disks up, each a container of its own. */
    private SnapshotHead night(Repository repository, SnapshotHead before, Surgery... persons) throws IOException {
        try (WriteSession session = repository.begin("night")) {
            ContentMap[] maps = new ContentMap[persons.length];
            for (int i = 0; i < maps.length; i++) {
                ContentMap known = before == null ? null : map(repository, before.id(), i);
                maps[i] = Disks.make(session, persons[i].device(), known).map();
                disks.put(maps[i].root().toString(), persons[i].device());
            }
            return Disks.publish(repository, session, maps);
        }
    }

    private static ContentMap map(Repository repository, UUID snapshot, int container) throws IOException {
        try (OpenSnapshot open = repository.snapshots().open(snapshot)) {
            return open.map(container);
        }
    }

    private CopyResult copy() throws IOException {
        return copy(source, target);
    }

    private CopyResult copy(Repository from, Repository to) throws IOException {
        return run(from, to, Progress.NONE);
    }

    private CopyResult run(Repository from, Repository to, Progress progress) throws IOException {
        CopyPlan plan = new CopyPlanner(from, to).plan(CopySelection.ALL);
        return new CopyRun(from, to, workers, 2).run(plan, progress);
    }

    /** Every snapshot that is there gives back its disks, and a check that reads all finds nothing. */
    private List<UUID> whole(Repository repository, StorageProvider storage) throws IOException {
        try (Repository again = Repositories.open(storage)) {
            assertThat(new RepositoryCheck(again)
                            .run(CheckExtent.DATA, Progress.NONE)
                            .problems())
                    .allMatch(problem -> problem.severity() == Problem.Severity.HARMLESS);
            return Disks.whole(again, disks);
        }
    }

    private static Set<ChunkId> names(Repository repository) throws IOException {
        Set<ChunkId> all = new HashSet<>();
        for (UUID pack : repository.files().list(SealedKind.PACK)) {
            try (RepositoryFiles.Opened opened = repository.files().open(SealedKind.PACK, pack)) {
                new PackReader(pack, opened.reader())
                        .entries().stream().map(IndexEntry::id).forEach(all::add);
            }
        }
        return all;
    }

    @Test
    void what_is_copied_says_the_same_under_another_key_and_keeps_its_moment_and_origin() throws IOException {
        SnapshotHead monday = night(source, null, disk(0), disk(7));
        SnapshotHead tuesday = night(source, monday, disk(1), disk(7));
        CopyResult result = copy();
        assertThat(result.failed()).isEmpty();
        assertThat(result.containers()).isEqualTo(4);
        assertThat(result.snapshots())
                .extracting(SnapshotHead::made)
                .as("the newest first, when they were backed up")
                .containsExactly(tuesday.made(), monday.made());
        SnapshotHead copied = result.snapshots().get(0);
        SnapshotOrigin origin = Objects.requireNonNull(copied.origin());
        assertThat(origin.repository()).isEqualTo(source.id());
        assertThat(origin.snapshot()).isEqualTo(tuesday.id());
        assertThat(origin.copied()).isBefore(target.decisions().now());
        assertThat(copied.host()).isEqualTo(tuesday.host());
        assertThat(whole(target, there)).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(map(target, copied.id(), i).root())
                    .isEqualTo(map(source, tuesday.id(), i).root());
        }
        try (OpenSnapshot first = source.snapshots().open(tuesday.id());
                OpenSnapshot second = target.snapshots().open(copied.id())) {
            assertThat(second.containers()).usingRecursiveComparison().isEqualTo(first.containers());
            assertThat(second.envelope(0)).usingRecursiveComparison().isEqualTo(first.envelope(0));
        }
        assertThat(names(target)).doesNotContainAnyElementsOf(names(source));
    }

    @Test
    void what_was_copied_is_not_copied_again_nor_back_nor_by_another_way() throws Exception {
        SnapshotHead monday = night(source, null, disk(0));
        copy();
        assertThat(new CopyPlanner(source, target).plan(CopySelection.ALL).parts())
                .isEmpty();
        assertThat(copy(target, source).snapshots()).isEmpty();
        try (StorageProvider elsewhere = connect();
                Repository third = Repositories.create(elsewhere)) {
            assertThat(copy(target, third).containers()).isEqualTo(1);
            CopyPlan plan = new CopyPlanner(source, third).plan(CopySelection.ALL);
            assertThat(plan.parts()).isEmpty();
            assertThat(plan.there()).isEqualTo(1);
            UUID id = third.snapshots().list().get(0);
            try (OpenSnapshot snapshot = third.snapshots().open(id)) {
                SnapshotOrigin origin = Objects.requireNonNull(snapshot.head().origin());
                assertThat(origin.repository()).isEqualTo(source.id());
                assertThat(origin.snapshot()).isEqualTo(monday.id());
            }
        }
        assertThatThrownBy(() -> new CopyPlanner(source, source)).hasMessageContaining("both are the same repository");
    }

    @Test
    void a_day_costs_what_changed_and_a_container_that_did_not_change_nothing() throws IOException {
        SnapshotHead monday = night(source, null, disk(0), disk(7));
        long first = copy().bytes();
        assertThat(first).isPositive();
        SnapshotHead tuesday = night(source, monday, disk(1), disk(7));
        Set<ChunkId> before = names(target);
        CopyResult result = copy();
        assertThat(result.containers()).isEqualTo(2);
        assertThat(result.bytes()).isLessThan(first / 4).isPositive();
        assertThat(names(target)).hasSizeLessThan(before.size() + 10);
        // one whose map is the same shares it as a whole
        SnapshotHead wednesday = night(source, tuesday, disk(1), disk(7));
        try (WriteSession session = source.begin("unchanged")) {
            Disks.publish(source, session, map(source, wednesday.id(), 0), map(source, wednesday.id(), 1));
        }
        CopyResult last = copy();
        assertThat(last.containers()).isEqualTo(4);
        assertThat(last.bytes()).isZero();
        assertThat(map(target, last.snapshots().get(0).id(), 1))
                .isEqualTo(map(target, last.snapshots().get(1).id(), 1));
        assertThat(whole(target, there)).hasSize(4);
    }

    @Test
    void one_that_is_damaged_is_named_and_the_others_are_copied() throws IOException {
        SnapshotHead monday = night(source, null, disk(0));
        Surgery other = disk(7);
        ContentMap[] both = new ContentMap[2];
        try (WriteSession session = source.begin("night")) {
            both[0] = map(source, monday.id(), 0);
            both[1] = Disks.make(session, other.device(), null).map();
            disks.put(both[1].root().toString(), other.device());
            Set<UUID> old = new HashSet<>(source.files().list(SealedKind.PACK));
            Disks.publish(source, session, both);
            List<UUID> fresh = new ArrayList<>(source.files().list(SealedKind.PACK));
            fresh.removeAll(old);
            assertThat(fresh).isNotEmpty();
            for (UUID pack : fresh) { // what only the second person needs
                String name = pack.toString();
                flip(StoragePath.of("packs/" + name.substring(0, 2) + "/" + name));
            }
        }
        try (Repository anew = Repositories.open(here)) {
            CopyResult result = copy(anew, target);
            assertThat(result.failed()).hasSize(1);
            assertThat(result.failed().get(0).container().identity().sid()).isEqualTo("S-1-5-21-1-2-3-1");
            assertThat(result.containers()).isEqualTo(2);
            assertThat(whole(target, there)).hasSize(2);
            assertThat(new CopyPlanner(anew, target).plan(CopySelection.ALL).containers())
                    .as("it is tried again the next time")
                    .isEqualTo(1);
        }
    }

    private void flip(StoragePath path) throws IOException {
        try (OpenFile file = here.openForWriting(path, Sharing.ALL)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            long middle = file.size() / 2;
            file.readFully(middle, one);
            one.put(0, (byte) (one.get(0) ^ 1));
            file.writeFully(middle, one.rewind());
        }
    }

    @Test
    void what_is_forgotten_is_not_copied_and_what_was_forgotten_there_not_again() throws IOException {
        SnapshotHead monday = night(source, null, disk(0));
        SnapshotHead tuesday = night(source, monday, disk(1));
        source.decisions().decide("test", "", new Decision.Forget(monday.id(), Set.of(), Duration.ZERO));
        CopyResult result = copy();
        assertThat(result.snapshots()).hasSize(1);
        SnapshotHead copied = result.snapshots().get(0);
        assertThat(Objects.requireNonNull(copied.origin()).snapshot()).isEqualTo(tuesday.id());
        target.decisions().decide("test", "", new Decision.Forget(copied.id(), Set.of(), Duration.ZERO));
        assertThat(new CopyPlanner(source, target).plan(CopySelection.ALL).parts())
                .isEmpty();
    }

    @Test
    void two_that_copy_at_once_bring_each_backup_once() throws Exception {
        night(source, night(source, null, disk(0)), disk(1));
        try (Repository second = Repositories.open(there.onOwnConnection())) {
            CopyPlan plan = new CopyPlanner(source, target).plan(CopySelection.ALL);
            CopyPlan other = new CopyPlanner(source, second).plan(CopySelection.ALL);
            assertThat(new CopyRun(source, target, workers, 2)
                            .run(plan, Progress.NONE)
                            .containers())
                    .isEqualTo(2);
            assertThat(new CopyRun(source, second, workers, 2)
                            .run(other, Progress.NONE)
                            .containers())
                    .isZero();
        }
        assertThat(whole(target, there)).hasSize(2);
    }

    @Test
    void one_that_is_ended_leaves_whole_snapshots_only_and_the_next_goes_on() throws IOException {
        night(source, night(source, null, disk(0)), disk(1));
        int[] left = {150};
        assertThatThrownBy(() -> run(source, target, (done, total) -> left[0]-- > 0))
                .isInstanceOf(CancellationException.class);
        assertThat(target.writers().list()).isEmpty();
        int before = whole(target, there).size();
        assertThat(before).isLessThan(2);
        assertThat(copy().containers()).isEqualTo(2 - before);
        assertThat(whole(target, there)).hasSize(2);
    }

    @Test
    void a_large_snapshot_comes_in_parts_that_are_whole_each() throws IOException {
        SnapshotHead night = night(source, null, disk(0), disk(7), disk(9));
        CopyPlan plan = new CopyPlanner(source, target).plan(CopySelection.ALL);
        CopyResult result = new CopyRun(source, target, workers, 2, 1).run(plan, Progress.NONE);
        assertThat(result.snapshots()).hasSizeGreaterThan(1);
        assertThat(result.snapshots())
                .allMatch(
                        part -> Objects.requireNonNull(part.origin()).snapshot().equals(night.id()));
        assertThat(result.containers()).isEqualTo(3);
        assertThat(new CopyPlanner(source, target).plan(CopySelection.ALL).parts())
                .isEmpty();
        assertThat(whole(target, there)).hasSize(result.snapshots().size());
    }

    @Test
    void a_backup_goes_on_from_a_copy() throws IOException {
        SnapshotHead monday = night(source, null, disk(0));
        SnapshotHead copied = copy().snapshots().get(0);
        Set<ChunkId> before = names(target);
        night(target, copied, disk(1));
        assertThat(names(target)).hasSizeLessThan(before.size() + 10);
        assertThat(whole(target, there)).hasSize(2);
        assertThat(new CopyPlanner(target, source).plan(CopySelection.ALL).containers())
                .as("and only what was backed up there is copied back, not what came from %s", monday.id())
                .isEqualTo(1);
    }
}
