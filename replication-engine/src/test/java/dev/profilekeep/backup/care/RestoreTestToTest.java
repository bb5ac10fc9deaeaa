package dev.profilekeep.backup.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Volume;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restore tests in a folder that the configuration names. */
class RestoreTestToTest {
    @TempDir
    Path folder;

    @Test
    void disks_are_restored_there_compared_and_removed_with_what_a_killed_test_had_left() throws Exception {
        Path there = Files.createDirectories(folder.resolve("trials"));
        Files.writeString(there.resolve("profilekeep-trial-7.disk"), "left by a process that was killed");
        Files.writeString(there.resolve("notes.txt"), "somebody's own");
        try (Trials trials = new Trials(folder, "", "address: trials")) {
            assertThat(trials.test().clean()).isTrue();

            assertThat(trials.evidence()).hasSize(2).allSatisfy(one -> {
                assertThat(one.passed()).as(one.words()).isTrue();
                assertThat(one.digest()).isNotEmpty().isEqualTo(one.digestRestored());
            });
            assertThat(there.toFile().list()).containsExactly("notes.txt");
            assertThat(folder.resolve("data/restore-test")).doesNotExist();
        }
    }

    @Test
    void a_folder_that_is_not_there_fails_the_test_and_says_nothing_of_the_backups() throws Exception {
        try (Trials trials = new Trials(folder, "", "address: trials")) {
            assertThatThrownBy(trials::test)
                    .hasMessageContaining("the folder for restore tests (restoreTestTo)")
                    .hasMessageContaining("see that the folder is there");
            assertThat(trials.evidence()).isEmpty();
            assertThat(folder.resolve("trials")).doesNotExist();

            Files.createDirectories(folder.resolve("trials"));
            assertThat(trials.test().clean()).isTrue();
        }
    }

    @Test
    void without_the_room_of_the_disk_and_a_gib_nothing_is_begun() throws Exception {
        long disk = 5_000_000;
        try (TrialFolder tight = new TrialFolder(free(disk + (1L << 30) - 1), "the folder")) {
            assertThatThrownBy(() -> tight.requireRoom(disk))
                    .isInstanceOf(TrialFolder.FolderException.class)
                    .hasMessage(
                            "a restore test needs 1078741824 bytes in the folder, and 1078741823 are free: make room"
                                    + " there");
        }
        try (TrialFolder enough = new TrialFolder(free(disk + (1L << 30)), "the folder");
                TrialFolder silent = new TrialFolder(MemoryStorage.likeWindows(), "the folder")) {
            enough.requireRoom(disk);
            silent.requireRoom(disk);
        }
    }

    private static StorageProvider free(long bytes) {
        return new LayeredStorage(MemoryStorage.likeWindows()) {
            @Override
            public StorageProvider onOwnConnection() {
                return this;
            }

            @Override
            public StorageProvider onOwnConnection(ConnectionTerms terms) {
                return this;
            }

            @Override
            public Optional<Volume> volume() {
                return Optional.of(new Volume(1L << 40, bytes));
            }
        };
    }
}
