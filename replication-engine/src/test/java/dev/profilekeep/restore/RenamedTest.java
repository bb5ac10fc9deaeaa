package dev.profilekeep.restore;

import static dev.profilekeep.restore.RestoredEstate.FRA;
import static dev.profilekeep.restore.RestoredEstate.LON;
import static dev.profilekeep.restore.RestoredEstate.ANNAS;
import static dev.profilekeep.restore.RestoredEstate.TODAY;
import static dev.profilekeep.restore.RestoredEstate.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has a new name, and an administrator gave it to the folder or to the disk too. */
class RenamedTest {
    private static final String NEW_FOLDER = Estate.ANNA + "_anna.klein/";
    private static final String IN_NEW_FOLDER = NEW_FOLDER + "Profile_anna.VHDX";
    private static final String NEW_DISK = NEW_FOLDER + "Profile_anna.klein.VHDX";

    @TempDir
    private Path folder;

    private RestoredEstate estate;
    private long anna;

    @BeforeEach
    void standard() throws Exception {
        estate = RestoredEstate.standard(folder);
        anna = estate.anna();
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void move(String from, String to) throws Exception {
        for (String location : new String[] {FRA, LON}) {
            estate.estate.delete(location, from);
            estate.estate.put(location, to, TODAY);
        }
        estate.inventory();
    }

    private String content(String path) throws Exception {
        return RestoredEstate.content(estate.estate.storage(FRA), StoragePath.of(path))
                .toString();
    }

    private static String of(String fixture) throws Exception {
        return RestoreInPlaceTest.of(fixture).toString();
    }

    private RestorePlan plan() throws Exception {
        estate.estate.clock().forward(Duration.ofSeconds(61));
        return estate.restores().plan(estate.source(), anna, Initiator.PERSON, Reach.EVERYWHERE, RestoreProgress.NONE);
    }

    private UndoPlan planUndo() throws Exception {
        estate.estate.clock().forward(Duration.ofSeconds(61));
        return estate.restores()
                .planUndo(
                        estate.restores().kept(anna, Reach.EVERYWHERE).get(0), Initiator.PERSON, Reach.EVERYWHERE);
    }

    @Test
    void a_disk_whose_folder_was_renamed_is_restored_where_it_is_now() throws Exception {
        move(ANNAS, IN_NEW_FOLDER);
        RestoreOutcome outcome = estate.run(plan());
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(content(IN_NEW_FOLDER)).isEqualTo(of(YESTERDAY));
        assertThatThrownBy(() -> estate.estate.storage(FRA).stat(StoragePath.of(ANNAS)))
                .isInstanceOf(StorageException.NotFound.class);

        RestoreOutcome back =
                estate.restores().undo(planUndo(), estate.repository, RestoredEstate.WHY, RestoreProgress.NONE);
        assertThat(back).as(back.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(content(IN_NEW_FOLDER)).isEqualTo(of(TODAY));
    }

    @Test
    void what_was_put_aside_before_the_folder_was_renamed_is_not_brought_back_as_a_second_disk() throws Exception {
        assertThat(estate.run(plan())).isInstanceOf(RestoreOutcome.Restored.class);
        move(ANNAS, IN_NEW_FOLDER);
        RestoreRefusal refusal = planUndo().refusal();
        assertThat(refusal).isNotNull();
        assertThat(refusal.why()).isEqualTo(Why.CHANGED);
        assertThat(refusal.sentence()).contains(IN_NEW_FOLDER, ANNAS);
    }

    @Test
    void a_disk_that_has_another_name_now_is_not_made_anew_under_the_old_one() throws Exception {
        move(ANNAS, NEW_DISK);
        RestoreRefusal refusal = plan().refusal();
        assertThat(refusal).isNotNull();
        assertThat(refusal.why()).isEqualTo(Why.SEVERAL_DISKS);
        assertThat(refusal.sentence()).contains(NEW_DISK, "another folder");

        estate.estate.delete(FRA, NEW_DISK);
        estate.estate.delete(LON, NEW_DISK);
        estate.inventory();
        assertThat(plan().refusal())
                .as("nothing is there any more under any name")
                .isNull();
    }
}
