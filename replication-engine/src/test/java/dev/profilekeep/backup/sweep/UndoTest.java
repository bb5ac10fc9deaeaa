package dev.profilekeep.backup.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.DyingStorage;
import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.backup.check.ProblemKind;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.repo.Disks;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An undo takes back what was forgotten container by container, also of a snapshot that stayed for one of them. */
class UndoTest {
    private static final SafetyMargins THOROUGH = new SafetyMargins(
            SafetyMargins.STANDARD.dead(),
            SafetyMargins.STANDARD.grace(),
            SafetyMargins.STANDARD.trash(),
            SafetyMargins.STANDARD.unlisted(),
            1.0);

    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final List<String> keys = new ArrayList<>();
    private Repository repository;
    private UUID shard;

    /** A snapshot of three containers that differ. */
    @BeforeEach
    void backUp() throws IOException {
        repository = Repositories.create(memory);
        try (WriteSession session = repository.begin("night")) {
            ContentMap[] maps = new ContentMap[3];
            for (int i = 0; i < maps.length; i++) {
                maps[i] = Disks.make(session, Nights.disk(i + 1).device(), null).map();
            }
            shard = Disks.publish(repository, session, maps).id();
        }
        try (OpenSnapshot snapshot = repository.snapshots().open(shard)) {
            snapshot.containers().forEach(facts -> keys.add(facts.identity().key()));
        }
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private void decide(Decision.Act act) throws IOException {
        repository.decisions().decide("test", "", act);
    }

    private void forget(Integer... containers) throws IOException {
        decide(new Decision.Forget(
                shard, Set.of(containers).stream().map(keys::get).collect(Collectors.toSet()), Duration.ZERO));
    }

    private PruneOutcome.Ended prune() throws IOException {
        memory.later(Decisions.SETTLING.plusMinutes(1));
        PruneOutcome outcome = new PruneRun(repository, THOROUGH, repository.decisions()::now).run(Progress.NONE);
        if (outcome instanceof PruneOutcome.Waiting) {
            memory.later(SafetyMargins.STANDARD.grace().plusMinutes(1));
            outcome = new PruneRun(repository, THOROUGH, repository.decisions()::now).run(Progress.NONE);
        }
        return (PruneOutcome.Ended) outcome;
    }

    private int undo() throws IOException {
        return new Trash(repository, THOROUGH).restore();
    }

    /** The containers that can be had back are these, wholly, and nothing that is needed is missing. */
    private void requireBackups(Integer... wanted) throws IOException {
        requireBackups(memory, wanted);
    }

    private void requireBackups(MemoryStorage storage, Integer... wanted) throws IOException {
        try (Repository opened = Repositories.open(storage);
                OpenSnapshot snapshot = opened.snapshots().open(shard)) {
            Standing standing = opened.decisions().read().standing();
            Instant now = opened.decisions().now();
            List<Integer> there = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                if (!standing.isForgotten(shard, keys.get(i), now)) {
                    there.add(i);
                    Disks.assertSame(opened, snapshot.map(i), Nights.disk(i + 1).device());
                }
            }
            assertThat(there).containsExactly(wanted);
            assertThat(new RepositoryCheck(opened)
                            .run(CheckExtent.STRUCTURE, Progress.NONE)
                            .problems())
                    .allMatch(problem -> problem.severity() == Problem.Severity.HARMLESS);
        }
    }

    @Test
    void who_was_forgotten_out_of_a_snapshot_that_stays_comes_back() throws IOException {
        forget(0, 1);
        assertThat(prune().snapshots()).as("it stays for the third").isZero();
        requireBackups(2);
        assertThat(undo()).isPositive();
        requireBackups(0, 1, 2);
        prune();
        requireBackups(0, 1, 2);
    }

    @Test
    void who_left_the_trash_for_good_stays_forgotten_when_the_snapshot_comes_back() throws IOException {
        forget(0);
        prune();
        memory.later(Duration.ofDays(20));
        forget(1, 2);
        assertThat(prune().snapshots()).isEqualTo(1);
        undo();
        requireBackups(1, 2);
        prune();
        requireBackups(1, 2);
    }

    @Test
    void a_decision_that_covers_both_is_made_anew_for_those_that_are_gone() throws IOException {
        decide(new Decision.Hold(keys.get(2)));
        decide(new Decision.Forget(shard, Set.of(), Duration.ZERO));
        assertThat(prune().snapshots()).isZero();
        memory.later(Duration.ofDays(20));
        decide(new Decision.Release(keys.get(2)));
        assertThat(prune().snapshots()).isEqualTo(1);
        undo();
        requireBackups(2);
        prune();
        decide(new Decision.Hold(keys.get(0)));
        prune();
        requireBackups(2);
    }

    @Test
    void what_is_not_yet_in_effect_stays_decided() throws IOException {
        forget(0);
        decide(new Decision.Forget(shard, Set.of(keys.get(1)), Duration.ofDays(14)));
        prune();
        undo();
        requireBackups(0, 1, 2);
        assertThat(repository.decisions().read().standing().isToBeForgotten(shard, keys.get(1)))
                .isTrue();
        assertThat(repository.decisions().read().standing().isToBeForgotten(shard, keys.get(0)))
                .isFalse();
    }

    @Test
    void a_late_prune_is_undone_too() throws IOException {
        forget(0);
        memory.later(Duration.ofDays(40));
        prune();
        undo();
        requireBackups(0, 1, 2);
    }

    @Test
    void an_undo_of_nothing_changes_nothing() throws IOException {
        forget(0);
        memory.later(Decisions.SETTLING.plusMinutes(1));
        assertThat(undo()).isZero();
        requireBackups(1, 2);
    }

    @Test
    void an_undo_beside_or_after_another_of_nothing_changes_nothing_either() throws IOException {
        forget(0);
        memory.later(Decisions.SETTLING.plusMinutes(1));
        repository.close();
        boolean ended = false;
        int left = 0;
        for (int change = 0; !ended; change++) {
            MemoryStorage copy = MemoryStorage.likeWindows();
            Nights.copy(memory, StoragePath.ROOT, copy);
            copy.later(Decisions.SETTLING.multipliedBy(2));
            DyingStorage dying = new DyingStorage(copy, change, change % 2 == 0);
            try (Repository dies = Repositories.open(dying)) {
                assertThat(new Trash(dies, SafetyMargins.STANDARD).restore()).isZero();
            } catch (IOException e) {
                assertThat(dying.isDead()).as(String.valueOf(e)).isTrue();
            }
            left += Repositories.files(copy, "writers").size();
            try (Repository next = Repositories.open(copy)) {
                assertThat(new Trash(next, SafetyMargins.STANDARD).restore()).isZero();
            }
            requireBackups(copy, 1, 2);
            ended = !dying.isDead();
        }
        assertThat(left).isPositive();
    }

    @Test
    void after_an_undo_that_died_no_more_comes_back_than_lay_in_the_trash() throws IOException {
        forget(0); // its packs stay, as others need most of them, and so does what it needs
        PruneRun run = new PruneRun(repository, SafetyMargins.STANDARD, repository.decisions()::now);
        memory.later(Decisions.SETTLING.plusMinutes(1));
        assertThat(run.run(Progress.NONE)).isInstanceOf(PruneOutcome.Ended.class);
        memory.later(Duration.ofDays(10));
        UUID other;
        try (WriteSession session = repository.begin("night")) {
            other = Disks.publish(
                            repository,
                            session,
                            Disks.make(session, Nights.disk(9).device(), null).map())
                    .id();
        }
        decide(new Decision.Forget(other, Set.of(), Duration.ZERO));
        memory.later(Decisions.SETTLING.plusMinutes(1));
        assertThat(run.run(Progress.NONE)).isInstanceOf(PruneOutcome.Waiting.class);
        memory.later(SafetyMargins.STANDARD.grace().plusMinutes(1));
        assertThat(((PruneOutcome.Ended) run.run(Progress.NONE)).snapshots()).isEqualTo(1);
        repository.close();
        boolean ended = false;
        for (int change = 0; !ended; change++) {
            MemoryStorage copy = MemoryStorage.likeWindows();
            Nights.copy(memory, StoragePath.ROOT, copy);
            copy.later(Duration.ofDays(10).plusHours(5));
            DyingStorage dying = new DyingStorage(copy, change, change % 2 == 0);
            try (Repository dies = Repositories.open(dying)) {
                new Trash(dies, SafetyMargins.STANDARD).restore();
            } catch (IOException e) {
                assertThat(dying.isDead()).as(String.valueOf(e)).isTrue();
            }
            try (Repository next = Repositories.open(copy)) {
                new Trash(next, SafetyMargins.STANDARD).restore();
                assertThat(next.snapshots().list()).contains(other);
            }
            requireBackups(copy, 1, 2);
            ended = !dying.isDead();
        }
    }

    @Test
    void wherever_an_undo_dies_the_next_one_ends_it() throws IOException {
        forget(0);
        prune();
        memory.later(Duration.ofDays(20));
        decide(new Decision.Hold(keys.get(2)));
        decide(new Decision.Forget(shard, Set.of(), Duration.ZERO));
        prune();
        repository.close();
        boolean ended = false;
        for (int change = 0; !ended; change++) {
            MemoryStorage copy = MemoryStorage.likeWindows();
            Nights.copy(memory, StoragePath.ROOT, copy);
            copy.later(Duration.ofDays(20).plusHours(5));
            DyingStorage dying = new DyingStorage(copy, change, change % 2 == 0);
            try (Repository dies = Repositories.open(dying)) {
                new Trash(dies, THOROUGH).restore();
            } catch (IOException e) {
                assertThat(dying.isDead()).as(String.valueOf(e)).isTrue();
            }
            try (Repository next = Repositories.open(copy)) {
                new Trash(next, THOROUGH).restore();
                assertThat(next.files().list(SealedKind.PRUNE)).isEmpty();
            }
            requireBackups(copy, 1, 2);
            ended = !dying.isDead();
        }
    }

    /** What is wrong, by a check that nobody is beside. */
    private static List<ProblemKind> wrong(MemoryStorage storage) throws IOException {
        try (Repository opened = Repositories.open(storage)) {
            return new RepositoryCheck(opened)
                    .run(CheckExtent.DATA, Progress.NONE).problems().stream()
                            .filter(problem -> problem.kind() != ProblemKind.PACK_UNLISTED)
                            .map(problem -> {
                                assertThat(problem.severity())
                                        .as(problem.toString())
                                        .isEqualTo(Problem.Severity.HARMLESS);
                                return problem.kind();
                            })
                            .distinct()
                            .toList();
        }
    }

    private static void pruneAll(MemoryStorage storage) throws IOException {
        try (Repository opened = Repositories.open(storage)) {
            PruneRun run = new PruneRun(opened, THOROUGH, opened.decisions()::now);
            for (int runs = 0; run.run(Progress.NONE) instanceof PruneOutcome.Waiting waiting; runs++) {
                assertThat(runs).as(waiting.why()).isLessThan(3);
                storage.later(SafetyMargins.STANDARD.grace().plusHours(1));
            }
        }
    }

    @Test
    void wherever_an_undo_dies_the_check_finds_no_harm_and_a_prune_tidies_up() throws IOException {
        decide(new Decision.Forget(shard, Set.of(), Duration.ZERO));
        prune();
        repository.close();
        boolean ended = false;
        int inTrash = 0;
        for (int change = 0; !ended; change++) {
            MemoryStorage copy = MemoryStorage.likeWindows();
            Nights.copy(memory, StoragePath.ROOT, copy);
            copy.later(Duration.ofHours(5));
            DyingStorage dying = new DyingStorage(copy, change, change % 2 == 0);
            try (Repository dies = Repositories.open(dying)) {
                new Trash(dies, THOROUGH).restore();
            } catch (IOException e) {
                assertThat(dying.isDead()).as(String.valueOf(e)).isTrue();
            }
            ended = !dying.isDead();
            boolean between = wrong(copy).contains(ProblemKind.PACK_IN_TRASH);
            inTrash += between ? 1 : 0;
            copy.later(Duration.ofHours(5));
            pruneAll(copy);
            assertThat(wrong(copy)).as("died at change " + change).doesNotContain(ProblemKind.PACK_IN_TRASH);
            if (between) { // nobody had come back, so the prune left the trash as it was, and the undo still ends
                try (Repository next = Repositories.open(copy)) {
                    new Trash(next, THOROUGH).restore();
                }
                requireBackups(copy, 0, 1, 2);
                wrong(copy);
            }
        }
        assertThat(inTrash).as("deaths between the index and its pack").isPositive();
    }

    @Test
    void what_the_indexes_still_list_leaves_the_trash_only_after_them() throws IOException {
        decide(new Decision.Forget(shard, Set.of(), Duration.ZERO));
        prune();
        repository.close();
        boolean ended = false;
        int inTrash = 0;
        for (int change = 0; !ended; change++) {
            MemoryStorage copy = MemoryStorage.likeWindows();
            Nights.copy(memory, StoragePath.ROOT, copy);
            copy.later(Duration.ofHours(5));
            DyingStorage dying = new DyingStorage(copy, change, false);
            try (Repository dies = Repositories.open(dying)) {
                new Trash(dies, THOROUGH).restore();
            } catch (IOException e) {
                assertThat(dying.isDead()).as(String.valueOf(e)).isTrue();
            }
            ended = !dying.isDead();
            if (!wrong(copy).contains(ProblemKind.PACK_IN_TRASH)) {
                continue;
            }
            inTrash++;
            copy.later(Duration.ofDays(8)); // all that lies in the trash may go
            for (int at = 0; at < 40; at += 3) { // and the prune that empties it dies, too
                MemoryStorage later = MemoryStorage.likeWindows();
                Nights.copy(copy, StoragePath.ROOT, later);
                later.later(Duration.ofDays(8));
                DyingStorage pruning = new DyingStorage(later, at, at % 2 == 0);
                try (Repository dies = Repositories.open(pruning)) {
                    new PruneRun(dies, THOROUGH, dies.decisions()::now).run(Progress.NONE);
                } catch (IOException e) {
                    assertThat(pruning.isDead()).as(String.valueOf(e)).isTrue();
                }
                wrong(later);
                later.later(Duration.ofHours(5));
                pruneAll(later);
                assertThat(wrong(later)).doesNotContain(ProblemKind.PACK_IN_TRASH);
                later.later(Duration.ofDays(8)); // what had come back went there once more
                pruneAll(later);
                assertThat(Repositories.files(later, "trash")).isEmpty();
            }
        }
        assertThat(inTrash).isPositive();
    }
}
