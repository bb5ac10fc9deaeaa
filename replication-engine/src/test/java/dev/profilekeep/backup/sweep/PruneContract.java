package dev.profilekeep.backup.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a prune does wherever a repository lies, beside others who have it open. */
abstract class PruneContract {
    private final Nights nights = new Nights();
    private MovedStorage storage;
    private StorageProvider others;

    /** An empty folder. */
    protected abstract StorageProvider connect() throws Exception;

    @BeforeEach
    void open() throws Exception {
        storage = new MovedStorage(connect());
        others = storage.onOwnConnection();
    }

    @AfterEach
    void close() throws IOException {
        others.close();
        storage.close();
    }

    private static PruneOutcome prune(Repository repository) throws IOException {
        return new PruneRun(repository, SafetyMargins.STANDARD, repository.decisions()::now).run(Progress.NONE);
    }

    @Test
    void what_is_forgotten_goes_beside_a_backup_and_a_reader_and_comes_back_from_the_trash() throws IOException {
        try (Repository one = Repositories.create(storage);
                Repository other = Repositories.open(others)) {
            UUID monday = nights.backUp(one, Nights.disk(0), null);
            UUID tuesday = nights.backUp(one, Nights.disk(1), null);
            nights.requireWhole(others); // and `other` has packs and indexes open
            UUID wednesday = nights.backUp(other, Nights.disk(2), tuesday);
            Nights.forget(one, monday);
            storage.later(Decisions.SETTLING.plusMinutes(1));

            UUID thursday;
            try (WriteSession session = other.begin("night")) {
                assertThat(prune(one)).isInstanceOf(PruneOutcome.Waiting.class);
                assertThat(((PruneOutcome.Waiting) prune(one)).why()).contains("night on node-1");
                thursday = nights.backUp(other, session, Nights.disk(3), wednesday);
            }
            storage.later(Duration.ofHours(2));
            PruneOutcome outcome = prune(one);
            assertThat(outcome).isInstanceOf(PruneOutcome.Ended.class);
            assertThat(((PruneOutcome.Ended) outcome).packs()).isPositive();
            assertThat(one.files().list(SealedKind.SNAPSHOT)).doesNotContain(monday);
            assertThat(nights.requireWhole(others)).containsExactlyInAnyOrder(tuesday, wednesday, thursday);
            UUID friday = nights.backUp(other, Nights.disk(0), thursday);

            assertThat(new Trash(one, SafetyMargins.STANDARD).restore()).isPositive();
            assertThat(nights.requireWhole(others))
                    .containsExactlyInAnyOrder(monday, tuesday, wednesday, thursday, friday);
            assertThat(Repositories.files(storage, "trash")).isEmpty();
            assertThat(Repositories.files(storage, "drafts")).isEmpty();
            assertThat(Repositories.files(storage, "writers")).isEmpty();
        }
    }
}
