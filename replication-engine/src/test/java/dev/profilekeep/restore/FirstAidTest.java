package dev.profilekeep.restore;

import static dev.profilekeep.restore.RestoredEstate.ANNAS;
import static dev.profilekeep.restore.RestoredEstate.DISK;
import static dev.profilekeep.restore.RestoredEstate.FRA;
import static dev.profilekeep.restore.RestoredEstate.LON;
import static dev.profilekeep.restore.RestoredEstate.TODAY;
import static dev.profilekeep.restore.RestoredEstate.WHY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.lease.SwapOutcome;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks put aside so that new ones are made, and back, through the engine. */
class FirstAidTest {
    @TempDir
    Path folder;

    private RestoredEstate estate;

    @AfterEach
    void close() {
        estate.close();
    }

    private FirstAidPlan plan() {
        estate.estate.clock().forward(Duration.ofSeconds(61));
        return estate.restores().planFirstAid(estate.anna(), Initiator.PERSON, Reach.EVERYWHERE);
    }

    private boolean isThere(String location) throws IOException {
        try {
            estate.estate.storage(location).stat(DISK);
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    private void today(String location) throws IOException {
        assertThat(estate.content(location)).isEqualTo(RestoredEstate.content(Fixtures.ownImage(TODAY)));
    }

    @Test
    void every_copy_is_put_aside_and_can_be_put_back() throws Exception {
        estate = RestoredEstate.standard(folder);
        FirstAidPlan plan = plan();
        assertThat(plan.refusal()).isNull();
        assertThat(plan.sentences()).hasSizeGreaterThan(4);
        assertThat(isThere(FRA)).isTrue();

        RestoreOutcome outcome = estate.restores().firstAid(plan, WHY);

        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(isThere(FRA)).isFalse();
        assertThat(isThere(LON)).isFalse();
        assertThat(estate.audit(FirstAid.ACT))
                .extracting(entry -> entry.entry().outcome())
                .containsExactly("begun", "done");

        estate.inventory();
        UndoPlan undo = estate.planUndo();
        assertThat(undo.refusal()).isNull();
        assertThat(undo.targets()).isEmpty();
        assertThat(undo.returns()).hasSize(2);
        RestoreOutcome back = estate.restores().undo(undo, null, WHY, RestoreProgress.NONE);
        assertThat(back).as(back.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        today(FRA);
        today(LON);
        assertThat(estate.restores().kept(estate.anna(), Reach.EVERYWHERE)).isEmpty();
    }

    @Test
    void a_disk_that_was_made_since_is_backed_up_and_kept_in_its_turn() throws Exception {
        estate = RestoredEstate.standard(folder);
        estate.restores().firstAid(plan(), WHY);
        estate.estate.put(FRA, ANNAS, "gpt-4kn.vhdx");
        estate.inventory();
        int before = estate.repository.snapshots().list().size();

        UndoPlan undo = estate.planUndo();
        assertThat(undo.refusal()).isNull();
        assertThat(undo.writtenSince()).isTrue();
        assertThat(undo.targets()).hasSize(1);
        assertThat(undo.returns()).hasSize(1);
        RestoreOutcome back = estate.restores().undo(undo, estate.repository, WHY, RestoreProgress.NONE);

        assertThat(back).as(back.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        today(FRA);
        today(LON);
        assertThat(estate.repository.snapshots().list()).hasSize(before + 1);
        List<Undoable> kept = estate.restores().kept(estate.anna(), Reach.EVERYWHERE);
        assertThat(RestoredEstate.content(
                        estate.estate.storage(FRA), kept.get(0).files().get(0).path()))
                .isEqualTo(RestoredEstate.content(Fixtures.ownImage("gpt-4kn.vhdx")));
    }

    @Test
    void somebody_who_has_a_copy_open_is_waited_for() throws Exception {
        estate = RestoredEstate.standard(folder);
        FirstAidPlan plan = plan();
        try (OpenFile theirs = estate.estate.storage(LON).onOwnConnection().openForWriting(DISK, Sharing.NONE)) {
            assertThat(theirs.size()).isPositive();
            RestoreOutcome outcome = estate.restores().firstAid(plan, WHY);
            assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.WaitsForLock.class);
        }
        today(FRA);
        today(LON);
    }

    @Test
    void under_cloud_cache_nothing_is_put_aside() throws Exception {
        estate = RestoredEstate.of(folder, "CLOUD_CACHE");
        FirstAidPlan plan = plan();
        assertThat(plan.refusal().why()).isEqualTo(Why.CLOUD_CACHE);
        assertThat(estate.restores().firstAid(plan, WHY)).isInstanceOf(RestoreOutcome.Refused.class);
        today(FRA);
    }

    @Test
    void a_disk_that_was_written_since_the_plan_stays() throws Exception {
        estate = RestoredEstate.standard(folder);
        FirstAidPlan plan = plan();
        estate.estate.put(FRA, ANNAS, "gpt-4kn.vhdx");
        RestoreOutcome outcome = estate.restores().firstAid(plan, WHY);
        assertThat(outcome).isInstanceOfSatisfying(RestoreOutcome.Refused.class, refused -> assertThat(
                        refused.refusal().why())
                .isEqualTo(Why.CHANGED));
        assertThat(isThere(FRA)).isTrue();
    }

    @Test
    void what_is_put_aside_is_kept_until_a_new_disk_was_made_and_seven_days_have_passed() throws Exception {
        estate = RestoredEstate.standard(folder);
        RestoreOutcome outcome = estate.restores().firstAid(plan(), WHY);
        assertThat(((RestoreOutcome.Restored) outcome).copies())
                .allMatch(copy -> copy.swap() instanceof SwapOutcome.MovedAside);
        estate.estate.clock().forward(Duration.ofDays(30));
        assertThat(estate.restores().keptFiles().sweep(List.of(FRA, LON), Initiator.PERSON))
                .hasSize(2)
                .allSatisfy(swept -> assertThat(swept.why()).contains("no disk in its place"));
    }
}
