package dev.profilekeep.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies beside a disk, in a folder of its person and in one of many people. */
class NeighboursTest {
    private static final String ANNA = "S-1-5-21-1004336348-1177238915-682003330-1001";
    private static final String BEN = "S-1-5-21-1004336348-1177238915-682003330-1002";

    private final MemoryStorage storage = MemoryStorage.likeWindows();

    private static ContainerRow row() {
        return new ContainerRow(
                1,
                "pool",
                ContainerKind.PROFILE,
                ANNA,
                "anna",
                "Profile_anna",
                ContainerState.values()[0],
                List.of(),
                List.of(),
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Why it is refused; null if it is not. */
    private @Nullable Why beside(String folder, String disk, String neighbour) throws IOException {
        StoragePath where = StoragePath.of(folder);
        if (!folder.isEmpty()) {
            storage.createFolder(where);
        }
        for (String name : List.of(disk, neighbour)) {
            try {
                storage.create(where.child(name), Sharing.NONE).close();
            } catch (StorageException.Exists e) {
                assertThat(name).isEqualTo(disk);
            }
        }
        try {
            new Neighbours(row(), "fra").requireAlone(storage, where.child(disk));
            return null;
        } catch (RefusedException e) {
            assertThat(e.getMessage()).contains(neighbour).contains("fra");
            return e.refusal().why();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RW.VHDX,DIFFERENCE_DISK",
        "merge.vhdx,DIFFERENCE_DISK",
        "ODFC_anna-SESSION-0.VHDX,DIFFERENCE_DISK",
        "Profile_old.VHDX,SEVERAL_DISKS",
        "Profile_anna.VHDX.lock,LOCKED",
        "PROFILE_ANNA.vhdx.LOCK,LOCKED",
        "ODFC_anna.VHDX,",
        "Profile_anna.VHDX.meta,",
        "ODFC_anna.VHDX.lock,",
        "notes.txt,"
    })
    void in_a_persons_folder_everything_is_the_persons(String neighbour, @Nullable Why why) throws Exception {
        assertThat(beside(ANNA + "_anna", "Profile_anna.VHDX", neighbour)).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource({
        "RW.VHDX,DIFFERENCE_DISK",
        "ODFC_anna-SESSION-0.VHDX,DIFFERENCE_DISK",
        "ODFC_ben-SESSION-0.VHDX,",
        "Profile_ben.VHDX,",
        "Profile_ben.VHDX.lock,"
    })
    void in_a_folder_of_many_people_only_what_is_theirs_or_names_nobody(String neighbour, @Nullable Why why)
            throws Exception {
        assertThat(beside("", "Profile_anna.VHDX", neighbour)).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource({ANNA + "_RO.VHDX,DIFFERENCE_DISK", BEN + "_RO.VHDX,", "Profile_" + ANNA + ".VHDX,SEVERAL_DISKS"})
    void a_sid_in_a_name_says_whose_it_is(String neighbour, @Nullable Why why) throws Exception {
        assertThat(beside("", "Profile_anna.VHDX", neighbour)).isEqualTo(why);
    }
}
