package dev.profilekeep.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One disk with much that does not count, and the compactor of it: what the tests of each subject have in common. */
abstract class CompactedFile {
    static final StoragePath DISK = StoragePath.of("Profile_anna.vhdx");

    static final StoragePath SWAPS = StoragePath.of(".profilekeep");

    static FullContainer full;

    @BeforeAll
    static void make() throws IOException {
        full = FullContainer.small();
    }

    @TempDir
    Path folder;

    static FileCompactor compactor(StorageProvider storage, boolean offline) {
        return new FileCompactor(
                storage,
                "",
                DISK,
                offline,
                SlicedFile.STANDARD,
                FileCompactor.Rights.BY_THE_STORAGE,
                FullContainer.READER,
                Clock.systemUTC());
    }

    static CompactionOutcome run(StorageProvider storage, CompactionProgress progress) throws IOException {
        try (FileCompactor compactor = compactor(storage, false)) {
            return compactor.run(FullContainer.ANY_GAIN, progress);
        }
    }

    static MemoryStorage laid() throws IOException {
        MemoryStorage storage = MemoryStorage.likeWindows();
        full.lay(storage, DISK);
        return storage;
    }

    static void put(StorageProvider storage, String name) throws IOException {
        storage.create(StoragePath.of(name), Sharing.NONE).close();
    }

    static List<Why> whys(List<Refusal> refusals) {
        return refusals.stream().map(Refusal::why).toList();
    }

    static void assertRefused(CompactionOutcome outcome, Why... whys) {
        assertThat(outcome)
                .isInstanceOfSatisfying(CompactionOutcome.Refused.class, refused -> assertThat(whys(refused.refusals()))
                        .containsExactly(whys));
    }

    /** Nothing of ours is left, and the name has the file it had. */
    static void assertUntouched(StorageProvider storage) throws IOException {
        assertThat(swaps(storage)).isEmpty();
        assertThat(storage.stat(DISK).size()).isEqualTo(full.file().size());
        assertThat(FullContainer.content(storage, DISK)).isEqualTo(full.content());
    }

    static List<StoredFile> swaps(StorageProvider storage) throws IOException {
        try {
            return storage.list(SWAPS);
        } catch (StorageException.NotFound e) {
            return List.of();
        }
    }

    static StorageProvider storage(String kind, Path folder) {
        return switch (kind) {
            case "windows" -> MemoryStorage.likeWindows();
            case "samba" -> MemoryStorage.likeSamba();
            default -> new LocalStorage(folder);
        };
    }
}
