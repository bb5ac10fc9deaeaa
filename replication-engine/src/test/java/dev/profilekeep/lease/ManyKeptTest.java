package dev.profilekeep.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.TrackingStorage;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions for the old files of one container or copy, at a location that keeps a thousand others. */
class ManyKeptTest {
    private static final int MANY = 1_000;
    /** A listing; and of each that fits: its journal opened, measured and read, and the old file looked at. */
    private static final int HANDFUL = 6;

    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final TrackingStorage storage = new TrackingStorage(memory);
    private final SafeReplace swaps = new SafeReplace(new TestPlaces().at("here", storage), Clock.systemUTC(), "test");

    @BeforeEach
    void keepMany() throws IOException {
        memory.createFolder(SwapPaths.FOLDER);
        for (int id = 1; id <= MANY; id++) {
            keep(SwapPaths.of(Clock.systemUTC(), id, disk(id)), id);
        }
        storage.forget();
    }

    private static StoragePath disk(long id) {
        return StoragePath.of("user" + id + "/Profile_user" + id + ".vhdx");
    }

    private void keep(SwapPaths paths, long id) throws IOException {
        memory.createFolder(paths.folder());
        CopySeen seen = seen(memory, disk(id));
        SwapJournal.begin(
                memory,
                paths.journal(),
                new SwapEntry(
                        SwapEntry.VERSION,
                        SwapStep.DONE,
                        Clock.systemUTC().instant(),
                        "test",
                        id,
                        disk(id).value(),
                        "of " + id,
                        seen,
                        seen,
                        true,
                        "",
                        null));
        memory.create(paths.kept(), Sharing.NONE).close();
    }

    private static CopySeen seen(StorageProvider storage, StoragePath path) throws IOException {
        try {
            storage.createFolder(path.parent());
            storage.create(path, Sharing.NONE).close();
        } catch (StorageException.Exists e) {
            // kept twice
        }
        try (OpenFile file = storage.openForReading(path, Sharing.ALL)) {
            return CopySeen.now(file);
        }
    }

    @Test
    void those_of_one_container_are_told_without_a_look_into_the_others() throws Exception {
        assertThat(swaps.keptOf("here", 500)).singleElement().satisfies(kept -> {
            assertThat(kept.target()).isEqualTo(disk(500));
            assertThat(kept.purpose()).isEqualTo("of 500");
        });
        assertThat(storage.calls()).hasSizeLessThanOrEqualTo(HANDFUL);
        storage.forget();
        assertThat(swaps.keptOf("here", MANY + 1)).isEmpty();
        assertThat(storage.calls()).hasSize(1);
    }

    @Test
    void those_of_one_copy_are_told_without_a_look_into_the_others() throws Exception {
        assertThat(swaps.keptAt("here", disk(7))).singleElement().satisfies(kept -> assertThat(kept.containerId())
                .isEqualTo(7));
        assertThat(storage.calls()).hasSizeLessThanOrEqualTo(HANDFUL);
    }

    @Test
    void whether_others_work_there_is_told_by_the_first_of_theirs() throws Exception {
        assertThat(SafeReplace.ofOthers(storage, 1)).isPresent();
        assertThat(storage.calls()).hasSizeLessThanOrEqualTo(HANDFUL);
    }

    @Test
    void one_whose_name_says_nothing_is_looked_into() throws Exception {
        keep(new SwapPaths("20260101-000000-" + UUID.randomUUID()), 500);
        assertThat(swaps.keptOf("here", 500)).hasSize(2);
        assertThat(swaps.keptAt("here", disk(500))).hasSize(2);
        assertThat(swaps.keptOf("here", 501)).hasSize(1);
        List<Kept> all = swaps.kept("here");
        assertThat(all).hasSize(MANY + 1);
        assertThat(all.stream().filter(kept -> kept.containerId() == 500).toList())
                .containsExactlyInAnyOrderElementsOf(swaps.keptOf("here", 500));
    }
}
