package dev.profilekeep.backup.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.CheckReport;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.check.RepositoryRepair;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.NodeRef;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node of an old map that is lost stops prunes until a repair gives it up, and no longer. */
class LostMapTest {
    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final Nights nights = new Nights();
    private UUID lost;
    private UUID same;
    private UUID kept;
    private UUID gone;
    private StoragePath pack;
    private byte[] packed;

    @BeforeEach
    void losePack() throws IOException {
        try (Repository repository = Repositories.create(memory)) {
            lost = nights.backUp(repository, Nights.disk(0), null);
            same = nights.backUp(repository, Nights.disk(0), lost);
            kept = nights.backUp(repository, Nights.disk(3), null);
            gone = nights.backUp(repository, Nights.disk(5), null);
            Nights.forget(repository, gone);
            NodeRef root = Objects.requireNonNull(Nights.map(repository, lost).entries());
            pack = pack(repository, root.place().bundle());
        }
        try (OpenFile file = memory.openForReading(pack, Sharing.ALL)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(0, bytes);
            packed = bytes.array();
        }
        memory.delete(pack);
        memory.later(Decisions.SETTLING.plusMinutes(1));
    }

    private static StoragePath pack(Repository repository, ChunkId chunk) throws IOException {
        for (RepositoryFiles.Listed listed : repository.files().listed(SealedKind.PACK)) {
            try (RepositoryFiles.Opened opened = repository.files().open(SealedKind.PACK, listed.id())) {
                if (new PackReader(listed.id(), opened.reader())
                        .entries().stream().anyMatch(entry -> entry.id().equals(chunk))) {
                    return listed.file().path();
                }
            }
        }
        throw new AssertionError("no pack has " + chunk);
    }

    private static CheckReport check(Repository repository) throws IOException {
        return new RepositoryCheck(repository).run(CheckExtent.STRUCTURE, Progress.NONE);
    }

    private static PruneOutcome prune(Repository repository) throws IOException {
        return new PruneRun(repository, SafetyMargins.STANDARD, repository.decisions()::now).run(Progress.NONE);
    }

    private PruneOutcome.Ended pruneWhole() throws IOException {
        try (Repository repository = Repositories.open(memory)) {
            assertThat(prune(repository)).isInstanceOf(PruneOutcome.Waiting.class);
            memory.later(SafetyMargins.STANDARD.grace().plusMinutes(1));
            return (PruneOutcome.Ended) prune(repository);
        }
    }

    private RepositoryRepair.Repaired repair() throws IOException {
        try (Repository repository = Repositories.open(memory)) {
            CheckReport report = check(repository);
            return new RepositoryRepair(repository).run(report);
        }
    }

    private void requireComesBack(UUID night) throws IOException {
        try (Repository repository = Repositories.open(memory)) {
            nights.requireSame(repository, night);
        }
    }

    @Test
    void a_prune_says_what_to_do_and_goes_on_after_a_repair_that_says_whom_it_gives_up() throws IOException {
        try (Repository repository = Repositories.open(memory)) {
            assertThatThrownBy(() -> prune(repository)).hasMessageContaining("check --repair");
            assertThat(new RepositoryRepair(repository).plan(check(repository)))
                    .anyMatch(step -> step.contains("Give up what is lost of the maps of 2 backups"));
        }
        assertThat(repair().givenUp()).isEqualTo(2);
        assertThat(repair().givenUp()).as("once").isZero();
        PruneOutcome.Ended ended = pruneWhole();
        assertThat(ended.packs()).isPositive();
        assertThat(ended.snapshots()).isEqualTo(1);
        try (Repository repository = Repositories.open(memory)) {
            assertThat(repository.snapshots().list()).contains(lost, same, kept).doesNotContain(gone);
            assertThat(check(repository).isClean())
                    .as("what is lost is told until it is forgotten")
                    .isFalse();
        }
        requireComesBack(kept);
    }

    @Test
    void what_another_backup_has_of_the_lost_part_must_be_given_up_for_that_one_too() throws IOException {
        try (Repository repository = Repositories.open(memory)) {
            String key;
            try (var snapshot = repository.snapshots().open(lost)) {
                key = snapshot.containers().get(0).identity().key();
            }
            repository.decisions().decide("test", "", new Decision.GiveUp(lost, key));
            assertThatThrownBy(() -> prune(repository)).hasMessageContaining("damaged map");
            repository.decisions().decide("test", "", new Decision.GiveUp(same, key));
            assertThat(prune(repository)).isInstanceOf(PruneOutcome.Waiting.class);
        }
    }

    @Test
    void what_was_given_up_and_is_put_back_is_kept_like_all_else() throws IOException {
        repair();
        try (OpenFile file = memory.create(pack, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(packed));
        }
        assertThat(repair().packsListed()).isPositive();
        pruneWhole();
        assertThat(nights.requireWhole(memory)).containsExactlyInAnyOrder(lost, same, kept);
    }
}
