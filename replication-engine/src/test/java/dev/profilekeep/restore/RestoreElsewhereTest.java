package dev.profilekeep.restore;

import static dev.profilekeep.restore.RestoredEstate.ANNAS;
import static dev.profilekeep.restore.RestoredEstate.DISK;
import static dev.profilekeep.restore.RestoredEstate.FRA;
import static dev.profilekeep.restore.RestoredEstate.LON;
import static dev.profilekeep.restore.RestoredEstate.TODAY;
import static dev.profilekeep.restore.RestoredEstate.WHY;
import static dev.profilekeep.restore.RestoredEstate.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.restore.BesideTarget.Form;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole disks that come back where no file is left, or somewhere else. */
class RestoreElsewhereTest {
    private static final StoragePath OUT = StoragePath.of("looks/Profile_anna.VHDX");

    @TempDir
    Path folder;

    private final MemoryStorage other = MemoryStorage.likeWindows();
    private RestoredEstate estate;
    private Sha256 yesterday;

    @BeforeEach
    void open() throws Exception {
        estate = RestoredEstate.standard(folder);
        yesterday = RestoredEstate.content(Fixtures.ownImage(YESTERDAY));
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void deleteAll() throws Exception {
        for (String location : new String[] {FRA, LON}) {
            estate.estate.delete(location, ANNAS);
            estate.estate.delete(location, ANNAS.substring(0, ANNAS.indexOf('/')));
        }
        estate.inventory();
    }

    @Test
    void a_disk_that_was_deleted_is_made_anew_where_people_work() throws Exception {
        String owner = estate.estate.storage(FRA).security(DISK).ownerSid();
        deleteAll();
        RestorePlan plan = estate.plan();
        assertThat(plan.refusal()).isNull();
        assertThat(plan.anew()).isNotNull();
        assertThat(plan.targets()).isEmpty();

        RestoreOutcome outcome = estate.run(plan);

        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(estate.content(FRA)).isEqualTo(yesterday);
        assertThat(estate.estate.storage(FRA).security(DISK).ownerSid()).isEqualTo(owner);
        assertThat(estate.estate.storage(FRA).list(StoragePath.of(".profilekeep")))
                .isEmpty();
        assertThat(estate.estate.storage(LON).list(StoragePath.ROOT)).isEmpty();
        assertThat(estate.audit(RestoreRun.ACT))
                .extracting(entry -> entry.entry().outcome())
                .containsExactly("begun", "done");
    }

    @Test
    void who_signs_in_before_it_is_made_anew_keeps_the_new_disk() throws Exception {
        deleteAll();
        RestorePlan plan = estate.plan();
        RestoreProgress coming = (phase, done, total) -> {
            if (phase == RestoreProgress.Phase.EXCHANGING) {
                estate.estate.put(FRA, ANNAS, TODAY);
            }
            return true;
        };
        RestoreOutcome outcome = estate.restores().run(plan, estate.source(), WHY, coming);
        assertThat(outcome).isInstanceOfSatisfying(RestoreOutcome.Refused.class, refused -> assertThat(
                        refused.refusal().why())
                .isEqualTo(Why.CHANGED));
        assertThat(estate.content(FRA)).isEqualTo(RestoredEstate.content(Fixtures.ownImage(TODAY)));
    }

    private RestoreOutcome beside(BesideTarget target, RestoreProgress progress) throws Exception {
        return estate.restores().beside(estate.source(), estate.anna(), target, WHY, progress);
    }

    @Test
    void a_container_like_the_one_that_was_lies_in_another_folder() throws Exception {
        BesideTarget target = new BesideTarget.InFolder(other, "looks", OUT, Form.AS_IT_WAS);
        RestoreOutcome outcome = beside(target, RestoreProgress.NONE);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(RestoredEstate.content(other, OUT)).isEqualTo(yesterday);
        assertThat(other.list(StoragePath.of("looks"))).hasSize(1);
        assertThat(estate.content(FRA)).isEqualTo(RestoredEstate.content(Fixtures.ownImage(TODAY)));
        assertThat(beside(target, RestoreProgress.NONE)).isInstanceOf(RestoreOutcome.Refused.class);
        assertThat(RestoredEstate.content(other, OUT)).isEqualTo(yesterday);
        assertThat(estate.audit(Beside.ACT))
                .extracting(entry -> entry.entry().outcome().replaceAll(":.*", ""))
                .containsExactly("begun", "done", "refused");
    }

    @Test
    void one_that_is_stopped_leaves_nothing() throws Exception {
        for (RestoreProgress.Phase phase :
                new RestoreProgress.Phase[] {RestoreProgress.Phase.WRITING, RestoreProgress.Phase.CHECKING}) {
            RestoreOutcome outcome = beside(
                    new BesideTarget.InFolder(other, "looks", OUT, Form.AS_IT_WAS), (now, done, total) -> now != phase);
            assertThat(outcome).isInstanceOf(RestoreOutcome.Stopped.class);
            assertThat(other.list(StoragePath.of("looks"))).isEmpty();
        }
    }

    @Test
    void a_plain_image_has_every_byte_of_the_disk() throws Exception {
        Path file = folder.resolve("anna.img");
        RestoreOutcome outcome = beside(new BesideTarget.LocalFile(file, Form.RAW), RestoreProgress.NONE);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        var disk = Containers.open(Fixtures.ownImage(YESTERDAY));
        assertThat(Files.size(file)).isEqualTo(disk.virtualSize());
        ByteBuffer first = ByteBuffer.allocate(1 << 20);
        disk.disk().readFully(0, first);
        try (var in = Files.newInputStream(file)) {
            assertThat(in.readNBytes(1 << 20)).isEqualTo(first.array());
        }
        assertThat(beside(new BesideTarget.LocalFile(file, Form.AS_IT_WAS), RestoreProgress.NONE))
                .isInstanceOf(RestoreOutcome.Refused.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void an_image_can_be_made_at_a_share_too() throws Exception {
        StoragePath path = StoragePath.of("anna.img");
        assertThat(beside(new BesideTarget.InFolder(other, "looks", path, Form.RAW), RestoreProgress.NONE))
                .isInstanceOf(RestoreOutcome.Restored.class);
        try (OpenFile file = other.openForReading(path, Sharing.ALL)) {
            assertThat(file.size())
                    .isEqualTo(Containers.open(Fixtures.ownImage(YESTERDAY)).virtualSize());
        }
    }
}
