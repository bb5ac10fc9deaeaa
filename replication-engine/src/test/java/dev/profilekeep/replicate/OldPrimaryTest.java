package dev.profilekeep.replicate;

import static dev.profilekeep.replicate.ReplicatedPair.DISK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People went to the other site, worked there, and the first one comes back. */
class OldPrimaryTest {
    private static final int TAIL = 2 << 20;
    private static final Pair HOME = new Pair(17, "pool", "lon", DISK, "fra", DISK);

    @TempDir
    private Path folder;

    private final Random random = new Random(9);
    private ReplicatedPair pair;
    private long tailStart;

    @BeforeEach
    void workADayElsewhere() throws IOException {
        FullContainer full = FullContainer.withTail(TAIL);
        tailStart = Containers.open(full.file()).virtualSize() - TAIL;
        pair = new ReplicatedPair(folder, MemoryStorage.likeWindows(), MemoryStorage.likeSamba());
        full.lay(pair.from(), DISK);
        assertThat(pair.carry().word()).isEqualTo(Word.COPIED);
        change(pair.to());
    }

    @AfterEach
    void close() throws IOException {
        pair.close();
    }

    private void change(StorageProvider storage) throws IOException {
        ReplicatedPair.change(storage, tailStart, TAIL, 1, random);
    }

    private ReplicationOutcome carryHome() {
        ContainerReplicator replicator = pair.replicator();
        return replicator.run(replicator.plan(HOME), () -> false);
    }

    @Test
    void the_days_work_is_not_overwritten_from_the_old_primary_and_comes_home() throws IOException {
        Sha256 work = ReplicatedPair.content(pair.to());
        assertThat(pair.carry().reason()).isEqualTo(Reason.NEWER_AT_SECONDARY);
        assertThat(ReplicatedPair.content(pair.to())).isEqualTo(work);
        assertThat(carryHome().word()).isEqualTo(Word.CARRIED);
        assertThat(ReplicatedPair.content(pair.from())).isEqualTo(work);
        // and from then on in the first direction again
        change(pair.from());
        assertThat(pair.carry().word()).isEqualTo(Word.CARRIED);
        assertThat(ReplicatedPair.content(pair.to())).isEqualTo(ReplicatedPair.content(pair.from()));
    }

    @Test
    void what_was_written_at_both_stays_at_both() throws IOException {
        change(pair.from());
        Sha256 last = ReplicatedPair.content(pair.from());
        Sha256 work = ReplicatedPair.content(pair.to());
        assertThat(carryHome().reason()).isEqualTo(Reason.DIVERGED);
        assertThat(pair.carry().reason()).isEqualTo(Reason.DIVERGED);
        assertThat(ReplicatedPair.content(pair.from())).isEqualTo(last);
        assertThat(ReplicatedPair.content(pair.to())).isEqualTo(work);
    }

    @Test
    void a_swap_that_nobody_recorded_is_known_in_the_other_direction_too() throws IOException {
        assertThat(carryHome().word()).isEqualTo(Word.CARRIED);
        Agreement before = pair.book.of(17, "fra", "lon").orElseThrow();
        change(pair.from());
        assertThat(pair.carry().word()).isEqualTo(Word.CARRIED);
        Agreement after = pair.book.of(17, "fra", "lon").orElseThrow();
        pair.book.record(before);
        pair.book.intend(after);

        assertThat(pair.replicator().plan(HOME).agreement())
                .isNotNull()
                .extracting(Agreement::root)
                .isEqualTo(after.root());
        change(pair.to());
        assertThat(carryHome().word()).isEqualTo(Word.CARRIED);
    }
}
