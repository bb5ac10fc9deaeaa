package dev.profilekeep.backup.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.DyingStorage;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.index.IndexMerge;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.writer.WriterLostException;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruneTest {
    /** Every pack that has anything to lose is written anew. */
    private static final SafetyMargins THOROUGH = new SafetyMargins(
            SafetyMargins.STANDARD.dead(),
            SafetyMargins.STANDARD.grace(),
            SafetyMargins.STANDARD.trash(),
            SafetyMargins.STANDARD.unlisted(),
            1.0);

    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final Nights nights = new Nights();
    private Repository repository;

    @BeforeEach
    void make() throws IOException {
        repository = Repositories.create(memory);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private PruneOutcome prune() throws IOException {
        return prune(repository);
    }

    private static PruneOutcome prune(Repository in) throws IOException {
        return new PruneRun(in, THOROUGH, in.decisions()::now).run(Progress.NONE);
    }

    private void settle() {
        memory.later(Decisions.SETTLING.plusMinutes(1));
    }

    private void grace() {
        memory.later(SafetyMargins.STANDARD.grace().plusMinutes(1));
    }

    private List<UUID> packs() throws IOException {
        return repository.files().list(SealedKind.PACK);
    }

    /** Marks and sweeps. */
    private PruneOutcome.Ended pruneWhole() throws IOException {
        assertThat(prune()).isInstanceOf(PruneOutcome.Waiting.class);
        grace();
        PruneOutcome outcome = prune();
        assertThat(outcome).isInstanceOf(PruneOutcome.Ended.class);
        return (PruneOutcome.Ended) outcome;
    }

    @Test
    void where_nothing_is_forgotten_nothing_goes() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        nights.backUp(repository, Nights.disk(1), monday);
        PruneEstimate estimate = new PrunePlanner(repository, THOROUGH).plan(Progress.NONE);
        assertThat(estimate.snapshots()).isEmpty();
        assertThat(estimate.unneeded()).isEmpty();
        assertThat(new PruneRun(repository, SafetyMargins.STANDARD, repository.decisions()::now).run(Progress.NONE))
                .isEqualTo(new PruneOutcome.Ended(0, 0, 0, 0));
        assertThat(nights.requireWhole(memory)).hasSize(2);
    }

    @Test
    void what_killed_writers_began_goes_once_nobody_can_be_writing_it() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        String killed = "drafts/pack-" + UUID.randomUUID();
        memory.create(StoragePath.of(killed), Sharing.ALL).close();
        memory.create(StoragePath.of("drafts/of somebody else"), Sharing.ALL).close();
        memory.later(SafetyMargins.STANDARD.unlisted().minusMinutes(1));
        String living = "drafts/pack-" + UUID.randomUUID();
        memory.create(StoragePath.of(living), Sharing.ALL).close();
        prune();
        assertThat(Repositories.files(memory, "drafts")).contains(killed, living);
        memory.later(Duration.ofMinutes(2));
        assertThat(prune()).isEqualTo(new PruneOutcome.Ended(0, 0, 0, 0));
        assertThat(Repositories.files(memory, "drafts")).containsExactlyInAnyOrder(living, "drafts/of somebody else");
        assertThat(nights.requireWhole(memory)).hasSize(1);
        assertThat(repository.snapshots().newestFirst()).containsExactly(monday);
    }

    @Test
    void what_was_not_written_for_a_day_stays_while_another_writer_lives_who_may_store_almost_nothing()
            throws IOException {
        Repositories.Hearts hearts = new Repositories.Hearts();
        String draft = "drafts/pack-" + UUID.randomUUID();
        repository.begin("night"); // its process dies
        try (Repository elsewhere = Repository.open(memory, Repositories.KEY, Repositories.setting(hearts));
                WriteSession night = elsewhere.begin("night")) {
            memory.create(StoragePath.of(draft), Sharing.ALL).close(); // as on a server that lets others remove it
            for (int quarter = 0; quarter < 4 * 25; quarter++) {
                memory.later(Duration.ofMinutes(15));
                hearts.beat();
            }
            night.writer().requireCounted();
            assertThat(prune()).isInstanceOf(PruneOutcome.Ended.class);
            assertThat(Repositories.files(memory, "drafts")).containsExactly(draft);
        }
        assertThat(prune()).isInstanceOf(PruneOutcome.Ended.class);
        assertThat(Repositories.files(memory, "drafts")).isEmpty();
    }

    @Test
    void what_only_forgotten_nights_needed_goes_and_the_dry_run_says_how_much() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        UUID tuesday = nights.backUp(repository, Nights.disk(1), monday);
        UUID other = nights.backUp(repository, Nights.disk(0), null);
        Nights.forget(repository, tuesday);
        settle();
        PruneEstimate estimate = new PrunePlanner(repository, SafetyMargins.STANDARD).plan(Progress.NONE);
        assertThat(estimate.snapshots()).containsExactly(tuesday);
        assertThat(estimate.unneeded()).isNotEmpty();
        assertThat(packs()).containsAll(estimate.unneeded());

        long before = bytes();
        PruneOutcome.Ended ended = pruneWhole();
        assertThat(ended.snapshots()).isEqualTo(1);
        assertThat(before - bytes()).isGreaterThan(0);
        assertThat(nights.requireWhole(memory)).containsExactlyInAnyOrder(monday, other);
        assertThat(repository.files().list(SealedKind.PRUNE)).isEmpty();
        assertThat(repository.files().list(SealedKind.WAIT)).isEmpty();
        assertThat(prune()).isEqualTo(new PruneOutcome.Ended(0, 0, 0, 0));
    }

    private long bytes() throws IOException {
        return repository.files().listed(SealedKind.PACK).stream()
                .mapToLong(pack -> pack.file().size())
                .sum();
    }

    @Test
    void of_sparse_packs_what_is_needed_is_copied_first() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        UUID tuesday = nights.backUp(repository, Nights.disk(1), null);
        Nights.forget(repository, monday);
        settle();
        Set<UUID> sparse =
                new PrunePlanner(repository, THOROUGH).plan(Progress.NONE).sparse();
        assertThat(sparse).isNotEmpty();
        pruneWhole();
        assertThat(packs()).doesNotContainAnyElementsOf(sparse);
        assertThat(nights.requireWhole(memory)).containsExactly(tuesday);
    }

    @Test
    void what_was_removed_can_be_put_back_until_the_trash_is_emptied() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        UUID tuesday = nights.backUp(repository, Nights.disk(1), null);
        Nights.forget(repository, monday);
        settle();
        pruneWhole();
        assertThat(nights.requireWhole(memory)).containsExactly(tuesday);
        Trash trash = new Trash(repository, THOROUGH);
        assertThat(trash.restore()).isGreaterThan(1);
        assertThat(trash.list()).isEmpty();
        assertThat(nights.requireWhole(memory)).containsExactlyInAnyOrder(monday, tuesday);

        Nights.forget(repository, monday);
        settle();
        pruneWhole();
        assertThat(trash.empty()).isZero();
        memory.later(Duration.ofDays(8));
        assertThat(trash.empty()).isGreaterThan(1);
        assertThat(trash.list()).isEmpty();
        prune();
        assertThat(repository.decisions().read().decisions())
                .as("it concerns nothing any more")
                .isEmpty();
        assertThat(nights.requireWhole(memory)).containsExactly(tuesday);
    }

    @Test
    void a_night_that_goes_on_shares_what_is_marked_and_keeps_it() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        try (Repository elsewhere = Repositories.open(memory);
                WriteSession session = elsewhere.begin("night")) {
            Nights.forget(repository, monday); // its map is what tonight's rests on
            pass(session, 6);
            assertThat(prune()).isInstanceOf(PruneOutcome.Waiting.class);
            pass(session, 6);
            PruneOutcome waiting = prune();
            assertThat(waiting).isInstanceOf(PruneOutcome.Waiting.class);
            assertThat(((PruneOutcome.Waiting) waiting).why()).contains("night on node-1");
            nights.backUp(elsewhere, session, Nights.disk(1), monday);
        }
        PruneOutcome outcome = prune();
        assertThat(outcome).isInstanceOf(PruneOutcome.Ended.class);
        assertThat(((PruneOutcome.Ended) outcome).needed()).isPositive();
        assertThat(nights.requireWhole(memory)).hasSize(1);
    }

    private void pass(WriteSession session, int quarters) throws IOException {
        for (int quarter = 0; quarter < quarters; quarter++) {
            memory.later(Duration.ofMinutes(15));
            session.writer().requireCounted();
        }
    }

    @Test
    void who_comes_after_the_mark_stores_again_what_is_marked() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        Nights.forget(repository, monday);
        settle();
        assertThat(prune()).isInstanceOf(PruneOutcome.Waiting.class);
        Set<UUID> marked = Set.copyOf(packs());
        UUID again = nights.backUp(repository, Nights.disk(0), null);
        grace();
        assertThat(prune()).isInstanceOf(PruneOutcome.Ended.class);
        assertThat(packs()).isNotEmpty().doesNotContainAnyElementsOf(marked);
        assertThat(nights.requireWhole(memory)).containsExactly(again);
    }

    @Test
    void a_writer_that_is_dead_is_waited_for_long_and_can_publish_nothing_when_it_wakes() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        Nights.forget(repository, monday);
        settle();
        try (Repository elsewhere = Repositories.open(memory);
                WriteSession frozen = elsewhere.begin("night")) {
            assertThat(prune()).isInstanceOf(PruneOutcome.Waiting.class);
            grace();
            assertThat(((PruneOutcome.Waiting) prune()).why()).contains("night");
            memory.later(SafetyMargins.STANDARD.dead());
            assertThat(((PruneOutcome.Waiting) prune()).why()).contains("for dead");
            grace();
            assertThat(prune()).isInstanceOf(PruneOutcome.Ended.class);
            assertThatThrownBy(() -> nights.backUp(elsewhere, frozen, Nights.disk(1), null))
                    .isInstanceOf(WriterLostException.class);
        }
        assertThat(nights.requireWhole(memory)).isEmpty();
    }

    @Test
    void a_snapshot_that_was_about_to_be_named_when_its_process_froze_is_never_named() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        try (Repository slow = Repositories.open(new Frozen(memory, () -> {
                    Nights.forget(repository, monday);
                    settle();
                    assertThat(prune()).isInstanceOf(PruneOutcome.Waiting.class);
                    memory.later(SafetyMargins.STANDARD.dead().plusMinutes(1));
                    assertThat(prune()).isInstanceOf(PruneOutcome.Waiting.class);
                    grace();
                    assertThat(prune()).isInstanceOf(PruneOutcome.Ended.class);
                }));
                WriteSession session = slow.begin("night")) {
            assertThatThrownBy(() -> nights.backUp(slow, session, Nights.disk(1), monday))
                    .isInstanceOf(StorageException.NotFound.class);
        }
        assertThat(repository.snapshots().list()).isEmpty();
        assertThat(nights.requireWhole(memory)).isEmpty();
    }

    @Test
    void wherever_a_prune_dies_that_takes_a_writer_for_dead_the_next_waits_once_more() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        Nights.forget(repository, monday);
        settle();
        repository.begin("night"); // its process dies
        assertThat(prune()).isInstanceOf(PruneOutcome.Waiting.class);
        boolean ended = false;
        int taken = 0;
        for (int change = 0; !ended; change++) {
            MemoryStorage copy = MemoryStorage.likeWindows();
            Nights.copy(memory, StoragePath.ROOT, copy);
            copy.later(Decisions.SETTLING.plus(SafetyMargins.STANDARD.dead()).plusMinutes(5));
            DyingStorage dying = new DyingStorage(copy, change, true);
            try (Repository dies = Repositories.open(dying)) {
                prune(dies);
            } catch (IOException e) {
                assertThat(dying.isDead()).as(String.valueOf(e)).isTrue();
            }
            if (Repositories.files(copy, "writers").isEmpty()) {
                try (Repository next = Repositories.open(copy)) {
                    assertThat(prune(next)).as("change %d", change).isInstanceOf(PruneOutcome.Waiting.class);
                }
                taken++;
            }
            ended = !dying.isDead();
        }
        assertThat(taken).isGreaterThan(1);
    }

    @Test
    void while_the_storages_clock_is_far_from_ours_nothing_goes_and_backups_go_on() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        UUID tuesday = nights.backUp(repository, Nights.disk(1), null);
        UUID wednesday = nights.backUp(repository, Nights.disk(2), null);
        Nights.forget(repository, monday);
        settle();
        pruneWhole();
        repository.decisions().decide("test", "", new Decision.Forget(tuesday, Set.of(), Decisions.DELAY));
        int trashed = new Trash(repository, THOROUGH).list().size();
        Instant ours = repository.decisions().now();
        PruneRun run = new PruneRun(repository, THOROUGH, () -> ours);
        for (int days : new int[] {30, -60}) {
            memory.later(Duration.ofDays(days));
            assertThat(((PruneOutcome.Waiting) run.run(Progress.NONE)).why())
                    .contains(
                            ours.truncatedTo(ChronoUnit.SECONDS).toString(),
                            ours.plus(Duration.ofDays(days > 0 ? days : -30))
                                    .truncatedTo(ChronoUnit.MINUTES)
                                    .toString()
                                    .substring(0, 10));
            assertThat(new Trash(repository, THOROUGH).list()).hasSize(trashed);
            nights.backUp(repository, Nights.disk(3), null);
        }
        memory.later(Duration.ofDays(30));
        assertThat(run.run(Progress.NONE)).isNotNull();
        assertThat(new Trash(repository, THOROUGH).list()).hasSize(trashed);
        assertThat(nights.requireWhole(memory)).contains(tuesday, wednesday).hasSize(4);
    }

    @Test
    void a_prune_that_is_half_done_when_the_storages_clock_jumps_waits_too() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        Nights.forget(repository, monday);
        settle();
        assertThat(prune()).isInstanceOf(PruneOutcome.Waiting.class);
        Instant ours = repository.decisions().now();
        memory.later(Duration.ofDays(30));
        PruneRun run = new PruneRun(repository, THOROUGH, () -> ours);
        assertThat(((PruneOutcome.Waiting) run.run(Progress.NONE)).why()).contains("two clocks");
        assertThat(repository.files().list(SealedKind.SNAPSHOT)).contains(monday);
    }

    @Test
    void held_pinned_and_revoked_nights_stay() throws IOException {
        List<UUID> all = new ArrayList<>();
        UUID before = null;
        for (int night = 0; night < 3; night++) {
            before = nights.backUp(repository, Nights.disk(night), before);
            all.add(before);
        }
        Decision forget = repository
                .decisions()
                .decide("test", "", new Decision.Forget(all.get(0), Set.of(), Duration.ofDays(14)));
        String key;
        try (var snapshot = repository.snapshots().open(before)) {
            key = snapshot.containers().get(0).identity().key();
        }
        repository.decisions().decide("test", "", new Decision.Revoke(forget.id()));
        repository.decisions().decide("test", "", new Decision.Pin(all.get(1), key));
        repository.decisions().decide("test", "", new Decision.Forget(all.get(1), Set.of(), Duration.ofDays(14)));
        memory.later(Duration.ofDays(20));
        assertThat(new PrunePlanner(repository, THOROUGH).plan(Progress.NONE).snapshots())
                .isEmpty();
        repository.decisions().decide("law", "", new Decision.Hold(key));
        repository.decisions().decide("test", "", new Decision.Forget(all.get(2), Set.of(), Duration.ZERO));
        settle();
        assertThat(new PrunePlanner(repository, THOROUGH).plan(Progress.NONE).snapshots())
                .isEmpty();
        assertThat(nights.requireWhole(memory)).hasSize(3);
    }

    @Test
    void nothing_goes_while_something_is_damaged_that_could_need_it() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        nights.backUp(repository, Nights.disk(1), monday);
        Nights.forget(repository, monday);
        settle();
        for (String folder : List.of("snapshots", "decisions", "indexes")) {
            MemoryStorage damaged = MemoryStorage.likeWindows();
            Nights.copy(memory, StoragePath.ROOT, damaged);
            String file = Repositories.files(damaged, folder).get(0);
            try (var open = damaged.openForWriting(StoragePath.of(file), Sharing.ALL)) {
                open.writeFully(40, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            }
            try (Repository opened = Repositories.open(damaged)) {
                assertThatThrownBy(() -> prune(opened))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(file);
                assertThat(opened.files().list(SealedKind.PRUNE)).isEmpty();
            }
        }
    }

    @Test
    void packs_whose_index_was_lost_are_let_alone() throws IOException {
        nights.backUp(repository, Nights.disk(0), null);
        UUID lost = repository.files().list(SealedKind.INDEX).get(0);
        nights.backUp(repository, Nights.disk(3), null);
        int packs = packs().size();
        repository.close();
        repository.files().remove(SealedKind.INDEX, lost);
        memory.later(Duration.ofDays(3));
        try (Repository opened = Repositories.open(memory)) {
            assertThatThrownBy(() -> prune(opened)).hasMessageContaining("damaged map");
        }
        assertThat(packs()).hasSize(packs);
    }

    @Test
    void a_pack_that_no_index_lists_any_more_and_somebody_needs_is_let_alone() throws IOException {
        nights.backUp(repository, Nights.disk(0), null);
        UUID index = repository.files().list(SealedKind.INDEX).get(0);
        memory.later(Duration.ofDays(3));
        int looked = 0;
        for (UUID pack : packs()) {
            MemoryStorage copy = MemoryStorage.likeWindows();
            Nights.copy(memory, StoragePath.ROOT, copy);
            copy.later(Duration.ofDays(3));
            try (Repository opened = Repositories.open(copy);
                    MergedIndex all = MergedIndex.open(opened.files());
                    WriteSession session = opened.begin("test")) {
                session.publish(
                        SealedKind.INDEX,
                        UUID.randomUUID(),
                        target -> IndexMerge.write(
                                all.readers(), entry -> !entry.pack().equals(pack), target));
                opened.files().remove(SealedKind.INDEX, index);
            }
            try (Repository opened = Repositories.open(copy)) {
                assertThat(new PrunePlanner(opened, THOROUGH)
                                .plan(Progress.NONE)
                                .unneeded())
                        .isEmpty();
                looked++;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("damaged map");
            }
        }
        assertThat(looked).isPositive();
    }

    @Test
    void what_a_session_left_that_died_goes_after_a_day() throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        DyingStorage dying = new DyingStorage(memory, 40, true);
        try (Repository dies = Repositories.open(dying)) {
            nights.backUp(dies, Nights.disk(1), null);
        } catch (StorageException.Unreachable e) {
            assertThat(dying.isDead()).isTrue();
        }
        memory.later(Duration.ofDays(2));
        PruneOutcome first = prune();
        grace();
        PruneOutcome second = first instanceof PruneOutcome.Waiting ? prune() : first;
        grace();
        assertThat(second instanceof PruneOutcome.Waiting ? prune() : second).isInstanceOf(PruneOutcome.Ended.class);
        assertThat(nights.requireWhole(memory)).contains(monday);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wherever_it_dies_nothing_that_is_needed_is_lost_and_the_next_run_goes_on(boolean after) throws IOException {
        UUID monday = nights.backUp(repository, Nights.disk(0), null);
        UUID tuesday = nights.backUp(repository, Nights.disk(1), null);
        UUID wednesday = nights.backUp(repository, Nights.disk(2), tuesday);
        Nights.forget(repository, monday);
        repository.close();
        memory.later(Duration.ofDays(2));
        try (Repository opened = Repositories.open(memory)) {
            PruneEstimate estimate = new PrunePlanner(opened, THOROUGH).plan(Progress.NONE);
            assertThat(estimate.sparse()).isNotEmpty();
            assertThat(estimate.unneeded()).isNotEmpty();
        }
        boolean ended = false;
        int deaths = 0;
        for (int change = 0; !ended; change++) {
            MemoryStorage copy = MemoryStorage.likeWindows();
            Nights.copy(memory, StoragePath.ROOT, copy);
            copy.later(Duration.ofDays(4));
            DyingStorage dying = new DyingStorage(copy, change, after);
            try (Repository dies = Repositories.open(dying)) {
                for (int run = 0; run < 2; run++) {
                    prune(dies);
                    copy.later(Duration.ofHours(3));
                }
            } catch (IOException e) {
                assertThat(dying.isDead()).as(String.valueOf(e)).isTrue();
                deaths++;
            }
            assertThat(nights.requireWhole(copy)).as("change %d", change).containsExactlyInAnyOrder(tuesday, wednesday);
            try (Repository next = Repositories.open(copy)) {
                UUID thursday = nights.backUp(next, Nights.disk(3), wednesday);
                PruneOutcome outcome = new PruneOutcome.Waiting("not begun");
                for (int run = 0; run < 5 && outcome instanceof PruneOutcome.Waiting; run++) {
                    copy.later(Duration.ofHours(3));
                    outcome = prune(next);
                }
                assertThat(outcome).as("change %d", change).isInstanceOf(PruneOutcome.Ended.class);
                assertThat(next.snapshots().list()).containsExactlyInAnyOrder(tuesday, wednesday, thursday);
            }
            assertThat(nights.requireWhole(copy)).as("change %d", change).hasSize(3);
            ended = !dying.isDead();
        }
        assertThat(deaths).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatever_happens_in_whatever_order_every_night_that_stays_comes_back(long seed) throws IOException {
        Random random = new Random(seed);
        List<UUID> there = new ArrayList<>();
        repository.close();
        for (int step = 0; step < 40; step++) {
            DyingStorage dying = new DyingStorage(
                    memory, random.nextInt(3) == 0 ? random.nextInt(80) : 100_000, random.nextBoolean());
            try (Repository opened = Repositories.open(dying)) {
                switch (random.nextInt(4)) {
                    case 0 -> {
                        UUID before = there.isEmpty() || random.nextBoolean()
                                ? null
                                : there.get(random.nextInt(there.size()));
                        nights.backUp(opened, Nights.disk(random.nextInt(8)), before);
                    }
                    case 1 -> {
                        if (there.size() > 1) {
                            Nights.forget(opened, there.get(random.nextInt(there.size())));
                        }
                    }
                    default -> prune(opened);
                }
            } catch (IOException e) {
                assertThat(dying.isDead())
                        .as("seed %d, step %d: %s", seed, step, e)
                        .isTrue();
            }
            memory.later(Duration.ofMinutes(random.nextInt(240)));
            Set<UUID> now = nights.requireWhole(memory);
            try (Repository opened = Repositories.open(memory)) {
                var standing = opened.decisions().read().standing();
                for (UUID id : there) {
                    if (!standing.isToBeForgotten(id, keyOf(opened, id))) {
                        assertThat(now).as("seed %d, step %d", seed, step).contains(id);
                    }
                }
            }
            there = new ArrayList<>(now);
        }
    }

    /** A night that began on some map, and may freeze. */
    private final class LongNight implements AutoCloseable {
        final Repository opened;
        final WriteSession session;
        final @Nullable ContentMap known;
        boolean awake = true;

        LongNight(Random random) throws IOException {
            opened = Repositories.open(memory);
            session = opened.begin("long night");
            List<UUID> there = List.copyOf(nights.requireWhole(memory));
            known = there.isEmpty() ? null : Nights.map(opened, there.get(random.nextInt(there.size())));
        }

        void quarter() throws IOException {
            if (awake) {
                session.writer().requireCounted();
            }
        }

        @Override
        public void close() {
            session.close();
            opened.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void beside_nights_that_go_on_or_freeze_every_night_that_stays_comes_back(long seed) throws IOException {
        Random random = new Random(seed);
        LongNight night = null;
        int published = 0;
        for (int step = 0; step < 50; step++) {
            Set<UUID> there = nights.requireWhole(memory);
            switch (random.nextInt(6)) {
                case 0 -> nights.backUp(repository, Nights.disk(random.nextInt(6)), null);
                case 1 -> {
                    if (!there.isEmpty()) {
                        Nights.forget(repository, List.copyOf(there).get(random.nextInt(there.size())));
                    }
                }
                case 2 -> {
                    if (night == null) {
                        night = new LongNight(random);
                    } else {
                        night.awake &= random.nextInt(4) > 0;
                    }
                }
                case 3 -> {
                    if (night != null) {
                        try (LongNight ends = night) {
                            nights.finish(ends.opened, ends.session, Nights.disk(random.nextInt(6)), ends.known);
                            published++;
                        } catch (WriterLostException e) {
                            assertThat(night.awake)
                                    .as("seed %d, step %d", seed, step)
                                    .isFalse();
                        }
                        night = null;
                    }
                }
                default -> prune();
            }
            for (int quarter = random.nextInt(16); quarter > 0; quarter--) {
                memory.later(Duration.ofMinutes(15));
                if (night != null) {
                    night.quarter();
                }
            }
        }
        nights.requireWhole(memory);
        assertThat(published).as("seed %d", seed).isPositive();
        if (night != null) {
            night.close();
        }
    }

    private static String keyOf(Repository opened, UUID id) throws IOException {
        try (var snapshot = opened.snapshots().open(id)) {
            return snapshot.containers().get(0).identity().key();
        }
    }
}
