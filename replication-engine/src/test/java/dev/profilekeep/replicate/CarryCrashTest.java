package dev.profilekeep.replicate;

import static dev.profilekeep.replicate.ReplicatedPair.DISK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.lease.CrashingStorage;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies whose carrying dies at a change at the other site, before or after the server does it. */
class CarryCrashTest {
    private static final int TAIL = 4 << 20;
    private static FullContainer full;
    private static long tailStart;

    @TempDir
    private Path folder;

    private final Random random = new Random(3);

    @BeforeAll
    static void make() throws IOException {
        full = FullContainer.withTail(TAIL);
        tailStart = Containers.open(full.file()).virtualSize() - TAIL;
    }

    @Test
    void wherever_it_dies_at_a_server_like_windows_the_copy_is_of_one_moment_and_the_next_run_ends_it()
            throws Exception {
        everywhere(MemoryStorage.likeWindows());
    }

    @Test
    void wherever_it_dies_at_a_server_like_samba_the_copy_is_of_one_moment_and_the_next_run_ends_it() throws Exception {
        everywhere(MemoryStorage.likeSamba());
    }

    private void everywhere(StorageProvider to) throws Exception {
        try (ReplicatedPair pair = new ReplicatedPair(folder, MemoryStorage.likeWindows(), to)) {
            full.lay(pair.from(), DISK);
            assertThat(pair.carry().word()).isEqualTo(Word.COPIED);
            int died = 0;
            int old = 0;
            boolean dies = true;
            for (int change = 0; dies; change++) {
                for (boolean answerLost : List.of(false, true)) {
                    String where = "killed " + (answerLost ? "after" : "before") + " change " + change;
                    Sha256 before = ReplicatedPair.content(to);
                    ReplicatedPair.change(pair.from(), tailStart, TAIL, 2, random);
                    Sha256 after = ReplicatedPair.content(pair.from());
                    dies = diesAt(pair, to, change, answerLost);
                    Sha256 now = ReplicatedPair.content(to);
                    assertThat(now).as(where).isIn(before, after);
                    assertThat(pair.recover()).as(where).isEmpty();
                    assertThat(ReplicatedPair.content(to)).as(where).isIn(before, after);
                    old += ReplicatedPair.content(to).equals(before) ? 1 : 0;
                    died += dies ? 1 : 0;
                    assertThat(pair.carry().isUpToDate()).as(where).isTrue();
                    assertThat(ReplicatedPair.content(to)).as(where).isEqualTo(after);
                }
            }
            ReplicatedPair.change(pair.from(), tailStart, TAIL, 2, random);
            assertThat(pair.carry().word()).isEqualTo(Word.CARRIED);
            ReplicatedPair.assertNothingLeft(to, "after the last one");
            assertThat(died).as("deaths").isGreaterThan(30);
            assertThat(old).as("deaths that left the copy as it was").isBetween(2, died - 2);
        }
    }

    @Test
    void wherever_the_first_copy_dies_there_is_none_or_a_whole_one() throws Exception {
        MemoryStorage to = MemoryStorage.likeSamba();
        try (ReplicatedPair pair = new ReplicatedPair(folder, MemoryStorage.likeWindows(), to)) {
            full.lay(pair.from(), DISK);
            int died = 0;
            boolean dies = true;
            for (int change = 0; dies; change++) {
                String where = "killed at change " + change;
                dies = diesAt(pair, to, change, change % 2 == 0);
                died += dies ? 1 : 0;
                assertThat(pair.recover()).as(where).isEmpty();
                boolean made = true;
                try {
                    to.stat(DISK);
                } catch (StorageException.NotFound e) {
                    made = false;
                }
                ReplicationOutcome next = pair.carry();
                assertThat(next.word()).as(where).isEqualTo(made ? Word.UNCHANGED : Word.COPIED);
                assertThat(ReplicatedPair.content(to)).as(where).isEqualTo(full.content());
                if (dies) {
                    to.delete(DISK);
                    forget(pair);
                }
            }
            assertThat(died).as("deaths").isGreaterThan(10);
        }
    }

    private static void forget(ReplicatedPair pair) {
        pair.catalog.database().<RuntimeException>run(session -> session.update("DELETE FROM replica_agreement"));
    }

    /** @return whether it got so far */
    private static boolean diesAt(ReplicatedPair pair, StorageProvider to, int change, boolean answerLost) {
        CrashingStorage.Plan plan = new CrashingStorage.Plan();
        plan.crashAt(change, answerLost);
        pair.storages.put("lon", new CrashingStorage(to.onOwnConnection(), plan));
        try {
            ReplicationOutcome outcome = pair.carry();
            assertThat(outcome.isUpToDate() || plan.isDead()).as("%s", outcome).isTrue();
        } finally {
            pair.storages.put("lon", to);
            pair.startAnew();
        }
        return plan.isDead();
    }
}
