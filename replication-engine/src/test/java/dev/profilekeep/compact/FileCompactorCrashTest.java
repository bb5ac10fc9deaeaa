package dev.profilekeep.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.CompactionProgress.Phase;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.lease.CrashingStorage;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compactions that die at a change, before or after the server does it; the next one settles what is left. */
class FileCompactorCrashTest {
    /** Of the changes up to the proof, which only write what nobody sees; all others are tried each. */
    private static final int STRIDE = Integer.getInteger("tests.stride", 9);

    private static final StoragePath DISK = StoragePath.of("Profile_anna.vhdx");
    /** What was begun in the very moment of a death tells nothing of its maker, and goes a day later. */
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));

    private static FullContainer full;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make() throws IOException {
        full = FullContainer.small();
    }

    @Test
    void wherever_it_dies_at_a_server_like_windows_the_disk_is_whole_and_nothing_is_left() throws Exception {
        everywhere(MemoryStorage.likeWindows());
    }

    @Test
    void wherever_it_dies_at_a_server_like_samba_the_disk_is_whole_and_nothing_is_left() throws Exception {
        everywhere(MemoryStorage.likeSamba());
    }

    @Test
    void wherever_it_dies_in_a_folder_of_this_machine_the_disk_is_whole_and_nothing_is_left() throws Exception {
        everywhere(new LocalStorage(folder));
    }

    /** From which change on nothing is skipped. */
    private static int proofBegins(StorageProvider storage) throws IOException {
        CrashingStorage.Plan plan = new CrashingStorage.Plan();
        int[] from = {-1};
        try (FileCompactor whole = compactor(new CrashingStorage(storage.onOwnConnection(), plan), Clock.systemUTC())) {
            CompactionOutcome outcome = whole.run(FullContainer.ANY_GAIN, (phase, done, total) -> {
                if (phase == Phase.PROVING && from[0] < 0) {
                    from[0] = plan.changes();
                }
                return true;
            });
            assertThat(outcome).isInstanceOf(CompactionOutcome.Compacted.class);
        }
        assertThat(from[0]).isPositive();
        return from[0] - 2; // the folder is there by now, and closed to others
    }

    private static FileCompactor compactor(StorageProvider storage, Clock clock) {
        return new FileCompactor(
                storage,
                "",
                DISK,
                true,
                new SlicedFile.Slices(Duration.ofSeconds(10), Duration.ofSeconds(17), rest -> {}),
                FileCompactor.Rights.BY_THE_STORAGE,
                FullContainer.READER,
                clock);
    }

    private static void everywhere(StorageProvider storage) throws Exception {
        full.lay(storage, DISK);
        int proof = proofBegins(storage);
        int died = 0;
        int compacted = 0;
        try (FileCompactor next = compactor(storage, LATER)) {
            clear(storage, next);
            boolean dies = true;
            for (int change = 0; dies; change = change < proof ? Math.min(change + STRIDE, proof) : change + 1) {
                for (boolean answerLost : change < proof ? List.of(change % 4 == 0) : List.of(false, true)) {
                    dies = diesAt(storage, change, answerLost);
                    String where = "killed " + (answerLost ? "after" : "before") + " change " + change;
                    requireWhole(storage, DISK, where);
                    assertThat(next.settle()).as(where).isEmpty();
                    requireWhole(storage, DISK, where);
                    compacted += isCompacted(storage) ? 1 : 0;
                    nothingElseIsLeft(storage, next, where);
                    if (change < proof && change % 2 == 0) {
                        goesOn(next, where);
                        requireWhole(storage, DISK, where);
                    }
                    clear(storage, next);
                    died += dies ? 1 : 0;
                }
            }
        }
        assertThat(died).as("deaths").isGreaterThan(30);
        assertThat(compacted).as("deaths that the new file outlived").isBetween(2, died - 2);
        storage.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wherever_the_removal_of_the_old_file_dies_the_new_one_is_whole_and_nothing_is_left(boolean answerLost)
            throws Exception {
        try (MemoryStorage storage = MemoryStorage.likeSamba();
                FileCompactor next = compactor(storage, LATER)) {
            full.lay(storage, DISK);
            int died = -1;
            boolean dies = true;
            for (int change = 0; dies; change++) {
                goesOn(next, "before change " + change);
                Kept kept = next.kept().get(0);
                CrashingStorage.Plan plan = new CrashingStorage.Plan();
                plan.crashAt(change, answerLost);
                try (FileCompactor dying =
                        compactor(new CrashingStorage(storage.onOwnConnection(), plan), Clock.systemUTC())) {
                    dying.drop(kept);
                } catch (StorageException.Unreachable | StorageException.Failed e) {
                    assertThat(plan.isDead()).as("%s", e).isTrue();
                }
                dies = plan.isDead();
                died++;
                String where = "killed at change " + change;
                assertThat(next.settle()).as(where).isEmpty();
                requireWhole(storage, DISK, where);
                for (Kept old : next.kept()) {
                    assertThat(change)
                            .as("what it had begun to remove is removed")
                            .isZero();
                    requireWhole(storage, old.path(), where);
                    next.drop(old);
                }
                assertThat(swaps(storage)).as(where).isEmpty();
                clear(storage, next);
            }
            assertThat(died).as("deaths").isGreaterThan(3);
        }
    }

    /** @return whether it got so far */
    private static boolean diesAt(StorageProvider storage, int change, boolean answerLost) throws IOException {
        CrashingStorage.Plan plan = new CrashingStorage.Plan();
        plan.crashAt(change, answerLost);
        try (FileCompactor dying = compactor(new CrashingStorage(storage.onOwnConnection(), plan), Clock.systemUTC())) {
            CompactionOutcome outcome = dying.run(FullContainer.ANY_GAIN, CompactionProgress.NONE);
            assertThat(outcome instanceof CompactionOutcome.Compacted || plan.isDead())
                    .as("%s", outcome)
                    .isTrue();
        } catch (StorageException.Unreachable | StorageException.Failed e) {
            assertThat(plan.isDead()).as("%s", e).isTrue();
        }
        return plan.isDead();
    }

    private static void requireWhole(StorageProvider storage, StoragePath path, String where) throws IOException {
        assertThat(FullContainer.content(storage, path)).as(where).isEqualTo(full.content());
    }

    private static boolean isCompacted(StorageProvider storage) throws IOException {
        return storage.stat(DISK).size() != full.file().size();
    }

    /** There is the disk, and the old file if there is a new one. */
    private static void nothingElseIsLeft(StorageProvider storage, FileCompactor next, String where)
            throws IOException {
        List<Kept> kept = next.kept();
        assertThat(kept).as(where).hasSize(isCompacted(storage) ? 1 : 0);
        for (Kept old : kept) {
            requireWhole(storage, old.path(), where);
            assertThat(storage.list(StoragePath.of(".profilekeep").child(old.txn())))
                    .extracting(StoredFile::name)
                    .as(where)
                    .contains("journal.jsonl", "old.disk")
                    .doesNotContain("new.disk", "withdrawn.disk");
        }
        assertThat(swaps(storage))
                .as(where)
                .containsExactlyElementsOf(kept.stream().map(Kept::txn).toList());
        assertThat(storage.list(StoragePath.ROOT))
                .extracting(StoredFile::name)
                .as(where)
                .isSubsetOf(DISK.name(), ".profilekeep");
    }

    private static List<String> swaps(StorageProvider storage) throws IOException {
        try {
            return storage.list(StoragePath.of(".profilekeep")).stream()
                    .map(StoredFile::name)
                    .toList();
        } catch (StorageException.NotFound e) {
            return List.of(); // it died before it had made the folder
        }
    }

    private static void goesOn(FileCompactor next, String where) throws IOException {
        CompactionOutcome outcome = next.run(FullContainer.ANY_GAIN, CompactionProgress.NONE);
        if (outcome instanceof CompactionOutcome.Refused refused) {
            assertThat(refused.refusals()).as(where).extracting(Refusal::why).containsExactly(Why.ALREADY_MINIMAL);
        } else {
            assertThat(outcome).as(where).isInstanceOf(CompactionOutcome.Compacted.class);
        }
    }

    /** As it was before, for the next death. */
    private static void clear(StorageProvider storage, FileCompactor next) throws IOException {
        for (Kept kept : next.kept()) {
            next.drop(kept);
        }
        if (isCompacted(storage)) {
            storage.delete(DISK);
            full.lay(storage, DISK);
        }
    }
}
