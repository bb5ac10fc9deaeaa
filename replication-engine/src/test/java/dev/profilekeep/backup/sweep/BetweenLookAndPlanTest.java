package dev.profilekeep.backup.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.CheckReport;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.check.RepositoryRepair;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.MemoryStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A prune has looked what is needed, and its plan is not there yet: whoever writes then knows nothing of it. */
class BetweenLookAndPlanTest {
    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final Nights nights = new Nights();
    private Repository repository;
    private UUID monday;

    @BeforeEach
    void oneNightThatIsForgotten() throws IOException {
        repository = Repositories.create(memory);
        monday = nights.backUp(repository, Nights.disk(0), null);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private void forget() throws IOException {
        Nights.forget(repository, monday);
        memory.later(Decisions.SETTLING.plusMinutes(1));
    }

    private static PruneOutcome prune(Repository in) throws IOException {
        return new PruneRun(in, SafetyMargins.STANDARD, in.decisions()::now).run(Progress.NONE);
    }

    /** Marks, while something happens after the look and before the plan is there; then to its end. */
    private PruneOutcome.Ended pruneWhile(Frozen.Meanwhile happens) throws IOException {
        List<String> happened = new ArrayList<>();
        try (Repository slow = Repositories.open(new Frozen(memory, "prunes", () -> {
            happens.happens();
            happened.add("it");
        }))) {
            assertThat(prune(slow)).isInstanceOf(PruneOutcome.Waiting.class);
        }
        assertThat(happened).hasSize(1);
        memory.later(SafetyMargins.STANDARD.grace().plusMinutes(1));
        return (PruneOutcome.Ended) prune(repository);
    }

    @Test
    void a_night_that_began_before_the_look_and_is_named_before_the_plan_keeps_what_it_shares() throws IOException {
        UUID[] tuesday = new UUID[1];
        try (Repository elsewhere = Repositories.open(memory);
                WriteSession session = elsewhere.begin("night")) {
            var known = Nights.map(elsewhere, monday);
            Nights.forget(repository, monday);
            for (int quarter = 0; quarter < 5; quarter++) {
                memory.later(Decisions.SETTLING.dividedBy(4));
                session.writer().requireCounted();
            }
            PruneOutcome.Ended ended = pruneWhile(() -> {
                tuesday[0] = nights.finish(elsewhere, session, Nights.disk(1), known);
                session.close();
            });
            assertThat(ended.needed()).isPositive();
        }
        assertThat(nights.requireWhole(memory)).containsExactly(tuesday[0]);
    }

    @Test
    void a_night_that_begins_and_ends_between_them_keeps_what_it_found() throws IOException {
        forget();
        UUID[] tuesday = new UUID[1];
        PruneOutcome.Ended ended = pruneWhile(() -> tuesday[0] = nights.backUp(repository, Nights.disk(0), null));
        assertThat(ended.needed()).isPositive();
        assertThat(nights.requireWhole(memory)).containsExactly(tuesday[0]);
    }

    @Test
    void a_night_that_begins_between_them_is_waited_for_however_long_it_takes() throws IOException {
        forget();
        List<WriteSession> sessions = new ArrayList<>();
        try (Repository elsewhere = Repositories.open(memory);
                Repository slow =
                        Repositories.open(new Frozen(memory, "prunes", () -> sessions.add(elsewhere.begin("night"))))) {
            assertThat(prune(slow)).isInstanceOf(PruneOutcome.Waiting.class);
            for (int quarter = 0; quarter < 8; quarter++) {
                memory.later(Decisions.SETTLING.dividedBy(4));
                sessions.get(0).writer().requireCounted();
            }
            assertThat(((PruneOutcome.Waiting) prune(repository)).why()).contains("night on node-1");
            UUID tuesday = nights.backUp(elsewhere, sessions.get(0), Nights.disk(0), null);
            sessions.get(0).close();
            assertThat(((PruneOutcome.Ended) prune(repository)).needed()).isPositive();
            assertThat(nights.requireWhole(memory)).containsExactly(tuesday);
        }
    }

    @Test
    void a_hold_or_a_pin_that_comes_between_them_is_as_late_as_one_that_comes_after() throws IOException {
        UUID tuesday = nights.backUp(repository, Nights.disk(1), null);
        forget();
        String key;
        try (var snapshot = repository.snapshots().open(monday)) {
            key = snapshot.containers().get(0).identity().key();
        }
        pruneWhile(() -> {
            repository.decisions().decide("law", "", new Decision.Pin(monday, key));
            repository.decisions().decide("law", "", new Decision.Hold(key));
        });
        assertThat(repository
                        .decisions()
                        .read()
                        .standing()
                        .isForgotten(monday, key, repository.decisions().now()))
                .as("nobody is told that it is kept")
                .isTrue();
        assertThat(nights.requireWhole(memory)).containsExactly(tuesday);
        Nights.forget(repository, tuesday);
        memory.later(Decisions.SETTLING.plusMinutes(1));
        assertThat(prune(repository)).isInstanceOf(PruneOutcome.Ended.class);
        assertThat(nights.requireWhole(memory)).as("the hold stands for it").containsExactly(tuesday);
    }

    @Test
    void a_repair_that_lists_packs_between_them_loses_nothing() throws IOException {
        UUID tuesday = nights.backUp(repository, Nights.disk(1), null);
        forget();
        pruneWhile(() -> {
            CheckReport report = new RepositoryCheck(repository).run(CheckExtent.STRUCTURE, Progress.NONE);
            new RepositoryRepair(repository).run(report);
        });
        assertThat(nights.requireWhole(memory)).containsExactly(tuesday);
    }
}
