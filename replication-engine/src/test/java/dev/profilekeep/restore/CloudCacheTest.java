package dev.profilekeep.restore;

import static dev.profilekeep.restore.RestoredEstate.ANNAS;
import static dev.profilekeep.restore.RestoredEstate.FRA;
import static dev.profilekeep.restore.RestoredEstate.LON;
import static dev.profilekeep.restore.RestoredEstate.TODAY;
import static dev.profilekeep.restore.RestoredEstate.WHY;
import static dev.profilekeep.restore.RestoredEstate.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.lease.CrashingStorage;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole disks of a Cloud Cache set, where an administrator vouches that hosts keep nothing; through the engine. */
class CloudCacheTest {
    private static final String VOUCHED = "CLOUD_CACHE\n    cloudCacheChanges: {cacheClearedAtSignOff: true,"
            + " triedOn: 2025-10-14, triedBy: Ada, note: FSLogix 25.02}";
    private static final String META = ANNAS + ".meta";

    @TempDir
    Path folder;

    private RestoredEstate estate;

    @AfterEach
    void close() {
        estate.close();
    }

    private void open() throws Exception {
        estate = RestoredEstate.of(folder, VOUCHED);
        estate.estate.write(FRA, META, bytes("state at fra"));
        estate.estate.write(LON, META, bytes("state at lon"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Empty if it is not there. */
    private byte[] read(String location, String path) throws IOException {
        try (OpenFile file = estate.estate.storage(location).openForReading(StoragePath.of(path), Sharing.ALL)) {
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.readFully(0, all);
            return all.array();
        } catch (StorageException.NotFound e) {
            return new byte[0];
        }
    }

    private static Sha256 of(String image) throws IOException {
        return RestoredEstate.content(Fixtures.ownImage(image));
    }

    private void both(String image) throws IOException {
        assertThat(estate.content(FRA)).isEqualTo(of(image));
        assertThat(estate.content(LON)).isEqualTo(of(image));
    }

    private void states() throws IOException {
        assertThat(read(FRA, META)).isEqualTo(bytes("state at fra"));
        assertThat(read(LON, META)).isEqualTo(bytes("state at lon"));
    }

    private void noStates() throws IOException {
        assertThat(read(FRA, META)).isEmpty();
        assertThat(read(LON, META)).isEmpty();
    }

    private FirstAidPlan planFirstAid() {
        estate.estate.clock().forward(Duration.ofSeconds(61));
        return estate.restores().planFirstAid(estate.anna(), Initiator.PERSON, Reach.EVERYWHERE);
    }

    private static void done(RestoreOutcome outcome) {
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
    }

    private RestoreOutcome undo(UndoPlan plan) {
        return estate.restores().undo(plan, estate.repository, WHY, RestoreProgress.NONE);
    }

    @Test
    void without_the_word_of_an_administrator_whole_disks_stay() throws Exception {
        estate = RestoredEstate.of(folder, "CLOUD_CACHE");
        MayReplace answer = estate.restores().mayReplace("pool");
        assertThat(answer.isYes()).isFalse();
        assertThat(((MayReplace.CloudCache) answer).sentence()).contains("cloudCacheChanges");
        RestorePlan plan = estate.plan();
        assertThat(plan.refusal().why()).isEqualTo(Why.CLOUD_CACHE);
        assertThat(plan.refusal().sentence()).isEqualTo(((MayReplace.CloudCache) answer).sentence());
        both(TODAY);
    }

    @Test
    void both_get_the_same_file_without_the_old_state_and_going_back_brings_disks_and_states() throws Exception {
        open();
        assertThat(estate.restores().mayReplace("pool").isYes()).isTrue();
        RestorePlan plan = estate.plan();
        assertThat(plan.refusal()).isNull();
        assertThat(plan.sentences()).anyMatch(one -> one.contains("Ada vouches") && one.contains("2025-10-14"));
        done(estate.run(plan));
        both(YESTERDAY);
        noStates();
        assertThat(read(FRA, ANNAS)).isEqualTo(read(LON, ANNAS));

        done(undo(estate.planUndo()));
        both(TODAY);
        states();
        assertThat(estate.engine().cutOffSwaps().settle(FRA)).isEmpty();
        assertThat(estate.engine().cutOffSwaps().settle(LON)).isEmpty();
    }

    @Test
    void first_aid_frees_both_names_and_going_back_brings_disks_and_states() throws Exception {
        open();
        FirstAidPlan plan = planFirstAid();
        assertThat(plan.sentences()).anyMatch(one -> one.contains("Ada vouches"));
        done(estate.restores().firstAid(plan, WHY));
        assertThat(read(FRA, ANNAS)).isEmpty();
        assertThat(read(LON, ANNAS)).isEmpty();
        noStates();
        done(undo(estate.planUndo()));
        both(TODAY);
        states();
    }

    @Test
    void what_fslogix_made_since_is_replaced_at_both_with_its_state() throws Exception {
        open();
        done(estate.restores().firstAid(planFirstAid(), WHY));
        for (String location : List.of(FRA, LON)) {
            estate.estate.put(location, ANNAS, YESTERDAY);
            estate.estate.write(location, META, bytes("state of the new one"));
        }
        estate.inventory();
        UndoPlan plan = estate.planUndo();
        assertThat(plan.writtenSince()).isTrue();
        done(undo(plan));
        both(TODAY);
        states();
    }

    /** Else what was made at London would stand beside what comes back to Frankfurt. */
    @Test
    void a_copy_that_came_since_leaves_its_name_before_the_old_one_comes_back() throws Exception {
        estate = RestoredEstate.of(folder, VOUCHED);
        estate.estate.delete(LON, ANNAS);
        estate.inventory();
        done(estate.restores().firstAid(planFirstAid(), WHY));
        estate.estate.put(LON, ANNAS, YESTERDAY);
        estate.inventory();
        UndoPlan plan = estate.planUndo();
        assertThat(plan.others()).extracting(RestoreTarget::locationId).containsExactly(LON);
        assertThat(plan.writtenSince()).isTrue();
        done(undo(plan));
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(read(LON, ANNAS)).isEmpty();
        assertThat(estate.engine().swaps().kept(LON)).hasSize(1);
    }

    @Test
    void a_lock_beside_any_copy_keeps_all_as_they_are() throws Exception {
        open();
        RestorePlan plan = estate.plan();
        estate.estate.write(LON, ANNAS + ".lock", bytes("VM-7"));
        RestoreOutcome outcome = estate.run(plan);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.WaitsForLock.class);
        assertThat(planFirstAid().refusal().why()).isEqualTo(Why.LOCKED);
        both(TODAY);
        states();
    }

    @Test
    void a_copy_that_no_inventory_saw_is_not_left_as_a_second_layout() throws Exception {
        estate = RestoredEstate.of(folder, VOUCHED);
        estate.estate.delete(LON, ANNAS);
        estate.inventory();
        estate.estate.put(LON, ANNAS, TODAY);
        RestorePlan plan = estate.plan();
        assertThat(plan.refusal().why()).isEqualTo(Why.CHANGED);
        assertThat(plan.refusal().sentence()).contains(LON).contains("inventory");
    }

    @Test
    void a_provider_that_does_not_answer_keeps_all_as_they_are() throws Exception {
        open();
        RestorePlan plan = estate.plan();
        FirstAidPlan aid = planFirstAid();
        estate.estate.faulty(LON).fail((verb, path) -> true, 0, Integer.MAX_VALUE, FaultyStorage.unreachable());
        RestoreOutcome outcome = estate.run(plan);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Refused.class);
        outcome = estate.restores().firstAid(aid, WHY);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Refused.class);
        both(TODAY);
        states();
    }

    @Test
    void a_disk_is_not_made_anew_beside_the_state_of_another() throws Exception {
        open();
        estate.estate.delete(FRA, ANNAS);
        estate.estate.delete(LON, ANNAS);
        estate.inventory();
        RestorePlan plan = estate.plan();
        assertThat(plan.refusal().why()).isEqualTo(Why.CHANGED);
        assertThat(plan.refusal().sentence()).contains("Profile_anna.VHDX.meta");
        estate.estate.delete(FRA, META);
        done(estate.run(estate.plan()));
        assertThat(estate.content(FRA)).isEqualTo(of(YESTERDAY));
    }

    /** The protocol's own test tries each change; this one some of them, through everything above it. */
    @Test
    void wherever_a_restore_dies_one_layout_stands_and_the_next_one_goes_on() throws Exception {
        open();
        int stride = Integer.getInteger("tests.stride", 29);
        Set<Sha256> seen = new HashSet<>();
        boolean reached = true;
        for (int change = 3; reached; change += stride) {
            reached = killed(change);
            String where = "killed at change " + change;
            Sha256 stands = estate.content(FRA);
            seen.add(stands);
            assertThat(estate.content(LON)).as(where).isEqualTo(stands);
            assertThat(stands).as(where).isIn(of(TODAY), of(YESTERDAY));
            if (stands.equals(of(TODAY))) {
                states();
            } else {
                noStates();
            }
        }
        assertThat(seen).hasSize(2);
    }

    private boolean killed(int change) throws Exception {
        estate.estate.shut();
        CrashingStorage.Plan plan = new CrashingStorage.Plan();
        Engine dying = Engine.open(
                estate.estate.config(),
                estate.estate.clock(),
                location ->
                        new CrashingStorage(estate.estate.storage(location.id()).onOwnConnection(), plan));
        try {
            estate.estate.clock().forward(Duration.ofMinutes(2));
            plan.crashAt(change, change % 2 == 1);
            RestoreSource source = estate.source();
            RestorePlan what = dying.restores()
                    .plan(source, RestoredEstate.anna(dying), Initiator.PERSON, Reach.EVERYWHERE, RestoreProgress.NONE);
            dying.restores().run(what, source, WHY, RestoreProgress.NONE);
        } finally {
            dying.close();
        }
        for (String location : List.of(LON, FRA)) {
            assertThat(estate.engine().cutOffSwaps().settle(location))
                    .as("killed at change " + change)
                    .isEmpty();
        }
        return plan.isDead();
    }
}
