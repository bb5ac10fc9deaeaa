package dev.profilekeep.restore;

import static dev.profilekeep.restore.RestoredEstate.ANNAS;
import static dev.profilekeep.restore.RestoredEstate.DISK;
import static dev.profilekeep.restore.RestoredEstate.FRA;
import static dev.profilekeep.restore.RestoredEstate.LON;
import static dev.profilekeep.restore.RestoredEstate.TODAY;
import static dev.profilekeep.restore.RestoredEstate.WHY;
import static dev.profilekeep.restore.RestoredEstate.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.content.FileChange;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores in place and back, through the engine, on storage in memory that behaves as Windows does. */
class RestoreInPlaceTest {
    @TempDir
    Path folder;

    private RestoredEstate estate;

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    private RestoredEstate standard() throws Exception {
        estate = RestoredEstate.standard(folder);
        return estate;
    }

    static Sha256 of(String image) throws IOException {
        return RestoredEstate.content(Fixtures.ownImage(image));
    }

    private void nothingChanged() throws IOException {
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(estate.content(LON)).isEqualTo(of(TODAY));
        assertThat(left(FRA)).isEmpty();
        assertThat(left(LON)).isEmpty();
    }

    private List<StoredFile> left(String location) throws IOException {
        try {
            return estate.estate.storage(location).list(StoragePath.of(".profilekeep"));
        } catch (StorageException.NotFound e) {
            return List.of();
        }
    }

    private static void refused(RestorePlan plan, Why why) {
        assertThat(plan.refusal()).as(plan.toString()).isNotNull();
        assertThat(plan.refusal().why()).as(plan.refusal().sentence()).isEqualTo(why);
        assertThat(plan.basis()).isEmpty();
    }

    @Test
    void yesterdays_disk_is_in_place_at_every_site_and_todays_is_kept() throws Exception {
        standard();
        StoredFile before = estate.estate.storage(FRA).stat(DISK);
        RestorePlan plan = estate.plan();
        assertThat(plan.refusal()).isNull();
        assertThat(plan.targets()).extracting(RestoreTarget::locationId).containsExactly(FRA, LON);

        RestoreOutcome outcome = estate.run(plan);

        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(estate.content(FRA)).isEqualTo(of(YESTERDAY));
        assertThat(estate.content(LON)).isEqualTo(of(YESTERDAY));
        StoredFile now = estate.estate.storage(FRA).stat(DISK);
        assertThat(now.lastWriteTime()).isGreaterThan(before.lastWriteTime());
        assertThat(now.fileId()).isNotEqualTo(before.fileId());
        for (String location : List.of(FRA, LON)) {
            List<Kept> kept = estate.engine().swaps().kept(location);
            assertThat(kept).singleElement().satisfies(one -> assertThat(one.conflict())
                    .isFalse());
            assertThat(RestoredEstate.content(
                            estate.estate.storage(location), kept.get(0).path()))
                    .isEqualTo(of(TODAY));
        }
    }

    @Test
    void the_new_file_belongs_to_whom_the_old_one_belonged() throws Exception {
        standard();
        var before = estate.estate.storage(FRA).security(DISK);
        estate.run(estate.plan());
        var after = estate.estate.storage(FRA).security(DISK);
        assertThat(after.ownerSid()).isEqualTo(before.ownerSid());
        assertThat(after.descriptor()).isEqualTo(before.descriptor());
    }

    @Test
    void a_new_file_is_dated_after_every_copy_whatever_a_server_takes_for_now() throws Exception {
        standard();
        long future = StoredFile.fromInstant(java.time.Instant.parse("2035-05-05T05:05:05Z"));
        estate.estate.storage(LON).setTimes(DISK, 0, future);
        estate.run(estate.plan());
        assertThat(estate.estate.storage(FRA).stat(DISK).lastWriteTime()).isGreaterThan(future);
        assertThat(estate.estate.storage(LON).stat(DISK).lastWriteTime()).isGreaterThan(future);
    }

    @Test
    void a_plan_says_what_would_be_lost_and_changes_nothing() throws Exception {
        standard();
        RestorePlan plan = estate.plan();
        assertThat(plan.lost()).isNotNull();
        assertThat(plan.lost().notCompared()).isEmpty();
        assertThat(plan.lost().changedBytes()).isPositive();
        assertThat(plan.lost().lastWritten())
                .isEqualTo(estate.estate.storage(FRA).stat(DISK).lastWritten());
        assertThat(plan.lost().files())
                .extracting(FileChange::how)
                .contains(FileChange.How.ONLY_FIRST, FileChange.How.ONLY_SECOND);
        assertThat(plan.sentences()).hasSizeGreaterThan(8);
        assertThat(plan.basis()).isNotEmpty().isEqualTo(estate.plan().basis());
        nothingChanged();
    }

    @Test
    void a_disk_that_cannot_be_read_any_more_is_what_a_restore_is_for() throws Exception {
        standard();
        estate.estate.write(FRA, ANNAS, new byte[100_000]);
        estate.estate.write(LON, ANNAS, new byte[100_000]);
        RestorePlan plan = estate.plan();
        assertThat(plan.refusal()).isNull();
        assertThat(plan.lost().notCompared()).contains("cannot be read");
        assertThat(estate.run(plan)).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(estate.content(FRA)).isEqualTo(of(YESTERDAY));
    }

    @Test
    void the_act_is_in_the_audit_before_and_after_it() throws Exception {
        standard();
        estate.run(estate.plan());
        assertThat(estate.audit(RestoreRun.ACT))
                .extracting(entry -> entry.entry().outcome())
                .containsExactly("begun", "done");
        assertThat(estate.audit(RestoreRun.ACT).get(0).entry().evidence())
                .containsKeys("act", "basis", "backup", "repository", "locations", "changedBytes", "ticket");
        assertThat(estate.audit(RestoreRun.ACT).get(0).entry().reason()).isEqualTo("her desktop is empty");
    }

    @Test
    void somebody_who_has_it_open_is_waited_for_and_nothing_changes() throws Exception {
        standard();
        RestorePlan plan = estate.plan();
        try (OpenFile theirs = estate.estate.storage(LON).onOwnConnection().openForWriting(DISK, Sharing.NONE)) {
            assertThat(theirs.size()).isPositive();
            estate.estate.clock().forward(Duration.ofSeconds(61));
            RestoreOutcome outcome = estate.run(plan);
            assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.WaitsForLock.class);
            refused(estate.plan(), Why.LOCKED);
        }
        nothingChanged();
        estate.estate.clock().forward(Duration.ofSeconds(61));
        assertThat(estate.run(estate.plan())).isInstanceOf(RestoreOutcome.Restored.class);
    }

    @Test
    void who_comes_while_the_new_file_is_checked_is_left_alone() throws Exception {
        standard();
        RestorePlan plan = estate.plan();
        OpenFile[] theirs = new OpenFile[1];
        RestoreProgress coming = (phase, done, total) -> {
            if (phase == RestoreProgress.Phase.EXCHANGING && theirs[0] == null) {
                theirs[0] = openAlone();
            }
            return true;
        };
        RestoreOutcome outcome = estate.restores().run(plan, estate.source(), WHY, coming);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.WaitsForLock.class);
        theirs[0].close();
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(estate.audit(RestoreRun.ACT))
                .extracting(entry -> entry.entry().outcome().replaceAll(":.*", ""))
                .containsExactly("begun", "refused");
    }

    private OpenFile openAlone() {
        try {
            return estate.estate.storage(FRA).onOwnConnection().openForWriting(DISK, Sharing.NONE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_disk_that_was_written_since_the_plan_is_not_replaced() throws Exception {
        standard();
        RestorePlan plan = estate.plan();
        estate.estate.put(FRA, ANNAS, "gpt-4kn.vhdx");
        RestoreOutcome outcome = estate.run(plan);
        assertThat(outcome).isInstanceOfSatisfying(RestoreOutcome.Refused.class, refused -> assertThat(
                        refused.refusal().why())
                .isEqualTo(Why.CHANGED));
        assertThat(estate.content(FRA)).isEqualTo(of("gpt-4kn.vhdx"));
    }

    @Test
    void it_can_be_stopped_in_every_phase_until_names_change_hands() throws Exception {
        standard();
        for (RestoreProgress.Phase phase : EnumSet.of(
                RestoreProgress.Phase.WRITING, RestoreProgress.Phase.CHECKING, RestoreProgress.Phase.EXCHANGING)) {
            RestoreOutcome outcome =
                    estate.restores().run(estate.plan(), estate.source(), WHY, (now, done, total) -> now != phase);
            assertThat(outcome).as(phase + ": " + outcome.sentence()).isInstanceOf(RestoreOutcome.Stopped.class);
            assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
            assertThat(estate.engine().swaps().kept(FRA)).isEmpty();
        }
    }

    @Test
    void a_later_copy_that_does_not_go_is_told_and_the_restore_can_be_done_again() throws Exception {
        standard();
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> verb.equals("replace") && path.equals(DISK),
                        0,
                        1,
                        new StorageException.Denied("planned: replace: not now", null));
        RestoreOutcome outcome = estate.run(estate.plan());
        assertThat(outcome).as(outcome.sentence()).isInstanceOfSatisfying(RestoreOutcome.Partly.class, partly -> {
            assertThat(partly.copies()).extracting(CopyOutcome::isReplaced).containsExactly(true, false);
            assertThat(partly.sentence()).contains(LON).contains("not now");
        });
        assertThat(estate.content(FRA)).isEqualTo(of(YESTERDAY));
        assertThat(estate.content(LON)).isEqualTo(of(TODAY));
        assertThat(estate.audit(RestoreRun.ACT).get(1).entry().outcome()).startsWith("failed: ");

        assertThat(estate.run(estate.plan())).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(estate.content(LON)).isEqualTo(of(YESTERDAY));
    }

    @Test
    void what_a_second_restore_put_in_place_has_not_been_used_either() throws Exception {
        standard();
        assertThat(estate.run(estate.plan())).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(estate.run(estate.plan())).isInstanceOf(RestoreOutcome.Restored.class);
        estate.estate.clock().forward(Duration.ofDays(8));
        assertThat(estate.restores().keptFiles().sweep(List.of(FRA, LON), Initiator.PERSON))
                .hasSize(4)
                .allSatisfy(swept -> assertThat(swept.why()).contains("nobody has used"));
    }

    @Test
    void a_damaged_backup_changes_nothing() throws Exception {
        standard();
        RestorePlan plan = estate.plan();
        estate.damage();
        RestoreOutcome outcome = estate.run(plan);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Refused.class);
        assertThat(((RestoreOutcome.Refused) outcome).refusal().why()).isEqualTo(Why.SNAPSHOT_DAMAGED);
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(estate.content(LON)).isEqualTo(of(TODAY));
        assertThat(estate.engine().swaps().kept(FRA)).isEmpty();
    }

    @Test
    void a_mode_that_forbids_it_refuses_it() throws Exception {
        standard();
        estate.engine().locations().changeMode(LON, LocationMode.OBSERVE, RestoredEstate.ADA, "test");
        refused(estate.plan(), Why.MODE);
        nothingChanged();
    }

    @Test
    void a_job_may_not_where_only_people_may() throws Exception {
        standard();
        estate.estate.clock().forward(Duration.ofSeconds(61));
        refused(
                estate.restores()
                        .plan(estate.source(), estate.anna(), Initiator.JOB, Reach.EVERYWHERE, RestoreProgress.NONE),
                Why.MODE);
    }

    @Test
    void what_lies_beside_it_forbids_it() throws Exception {
        standard();
        String home = ANNAS.substring(0, ANNAS.indexOf('/'));
        for (String name : List.of("RW.VHDX", "Merge.VHDX", "ODFC_anna-SESSION-1.VHDX")) {
            estate.estate.write(LON, home + "/" + name, new byte[10]);
            refused(estate.plan(), Why.DIFFERENCE_DISK);
            estate.estate.delete(LON, home + "/" + name);
        }
        estate.estate.write(FRA, home + "/Profile_annalena.VHDX", new byte[10]);
        refused(estate.plan(), Why.SEVERAL_DISKS);
        estate.estate.delete(FRA, home + "/Profile_annalena.VHDX");
        estate.estate.write(FRA, ANNAS + ".lock", new byte[3072]);
        refused(estate.plan(), Why.LOCKED);
        estate.estate.delete(FRA, ANNAS + ".lock");
        nothingChanged();
    }

    @Test
    void too_little_room_refuses_it() throws Exception {
        standard();
        estate.estate.storage(LON).volume(new Volume(1L << 40, 1000));
        refused(estate.plan(), Why.NO_ROOM);
        nothingChanged();
    }

    @Test
    void under_cloud_cache_nothing_is_replaced() throws Exception {
        estate = RestoredEstate.of(folder, "CLOUD_CACHE");
        refused(estate.plan(), Why.CLOUD_CACHE);
        nothingChanged();
    }

    @Test
    void a_replica_of_the_storage_is_not_touched() throws Exception {
        estate = RestoredEstate.of(folder, "STORAGE");
        RestorePlan plan = estate.plan();
        assertThat(plan.targets()).extracting(RestoreTarget::locationId).containsExactly(FRA);
        assertThat(estate.run(plan)).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(estate.content(LON)).isEqualTo(of(TODAY));
        assertThat(left(LON)).isEmpty();
    }

    @Test
    void what_is_beyond_reach_or_no_container_is_unknown() throws Exception {
        standard();
        Reach nothing = Reach.NOWHERE;
        refused(
                estate.restores().plan(estate.source(), estate.anna(), Initiator.PERSON, nothing, RestoreProgress.NONE),
                Why.UNKNOWN);
        refused(
                estate.restores().plan(estate.source(), 4711, Initiator.PERSON, Reach.EVERYWHERE, RestoreProgress.NONE),
                Why.UNKNOWN);
    }

    @Test
    void a_backup_that_is_gone_refuses_it() throws Exception {
        standard();
        RestoreSource gone = new RestoreSource(estate.repository, new SnapshotPoint(java.util.UUID.randomUUID(), 0));
        refused(
                estate.restores().plan(gone, estate.anna(), Initiator.PERSON, Reach.EVERYWHERE, RestoreProgress.NONE),
                Why.NO_SNAPSHOT);
    }

    @Test
    void going_back_puts_todays_disk_in_place_again() throws Exception {
        standard();
        estate.run(estate.plan());
        UndoPlan plan = estate.planUndo();
        assertThat(plan.refusal()).isNull();
        assertThat(plan.writtenSince()).isFalse();
        RestoreOutcome outcome = estate.restores().undo(plan, null, WHY, RestoreProgress.NONE);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(estate.content(LON)).isEqualTo(of(TODAY));
        assertThat(estate.restores().kept(estate.anna(), Reach.EVERYWHERE)).hasSize(2);
    }

    @Test
    void going_back_after_a_sign_in_backs_up_what_is_there_before() throws Exception {
        standard();
        estate.run(estate.plan());
        write();
        UndoPlan plan = estate.planUndo();
        assertThat(plan.writtenSince()).isTrue();
        assertThat(estate.restores().undo(plan, null, WHY, RestoreProgress.NONE))
                .isInstanceOfSatisfying(
                        RestoreOutcome.Refused.class,
                        refused -> assertThat(refused.refusal().why()).isEqualTo(Why.NOT_BACKED_UP));
        Sha256 present = estate.content(FRA);
        int before = estate.repository.snapshots().list().size();

        RestoreOutcome outcome =
                estate.restores().undo(estate.planUndo(), estate.repository, WHY, RestoreProgress.NONE);

        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(estate.repository.snapshots().list()).hasSize(before + 1);
        try (var snapshot = estate.repository
                .snapshots()
                .open(estate.repository.snapshots().newestFirst().get(0))) {
            assertThat(snapshot.map(0).root()).isEqualTo(present);
        }
        assertThat(estate.audit(UndoRun.ACT).get(1).entry().evidence()).containsKey("presentBackedUp");
    }

    /** As a person who signed in would: the last sector of the disk's last partition is another. */
    private void write() throws IOException {
        try (OpenFile file = estate.estate.storage(FRA).openForWriting(DISK, Sharing.NONE)) {
            ByteBuffer all = ByteBuffer.allocate(512);
            file.readFully(64 << 10, all);
            file.writeFully(64 << 10, all.flip());
        }
    }

    @Test
    void a_kept_file_stays_until_its_successor_was_used_is_sound_and_seven_days_have_passed() throws Exception {
        standard();
        estate.run(estate.plan());
        List<String> places = List.of(FRA, LON);
        assertThat(estate.restores().keptFiles().sweep(places, Initiator.PERSON))
                .hasSize(2)
                .allSatisfy(swept -> assertThat(swept.why()).contains("kept until"));
        estate.estate.clock().forward(Duration.ofDays(8));
        assertThat(estate.restores().keptFiles().sweep(places, Initiator.PERSON))
                .hasSize(2)
                .allSatisfy(swept -> assertThat(swept.why()).contains("nobody has used"));
        assertThat(estate.engine().swaps().kept(FRA)).hasSize(1);
    }

    @Test
    void the_nightly_sweep_leaves_sets_alone_that_are_quiet_or_out_of_reach() throws Exception {
        standard();
        estate.run(estate.plan());
        assertThat(estate.restores().sweepKept(() -> false)).satisfies(swept -> {
            assertThat(swept.swept()).hasSize(2).allMatch(one -> !one.isRemoved());
            assertThat(swept.removed()).isZero();
            assertThat(swept.left()).isEmpty();
        });
        assertThat(estate.restores().sweepKept(() -> true).swept())
                .as("stopped")
                .isEmpty();

        estate.estate.faulty(LON).fail("list", 1, FaultyStorage.unreachable());
        assertThat(estate.restores().sweepKept(() -> false).left())
                .singleElement()
                .satisfies(why -> assertThat(why).contains("set 'pool'", "the server is gone"));

        estate.estate.clock().set(Instant.parse("2022-06-22T06:00:00Z")); // 08:00 in Frankfurt
        SweptEstate quiet = estate.restores().sweepKept(() -> false);
        assertThat(quiet.swept()).isEmpty();
        assertThat(quiet.left()).singleElement().satisfies(why -> assertThat(why)
                .contains("quiet hours"));
    }
}
