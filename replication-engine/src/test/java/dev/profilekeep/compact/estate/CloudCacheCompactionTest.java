package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.LON;
import static dev.profilekeep.compact.estate.CompactedEstate.disk;
import static dev.profilekeep.compact.estate.CompactedEstate.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.disk.vhdx.VhdxFile;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lock.SiteFences;
import dev.profilekeep.restore.RestoreOutcome;
import dev.profilekeep.restore.RestoreProgress;
import dev.profilekeep.restore.RestoreRequest;
import dev.profilekeep.restore.UndoPlan;
import dev.profilekeep.session.HostReport;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import dev.profilekeep.storage.layer.HandleDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The night over a Cloud Cache set: left to FSLogix, or, where the set opts in, all copies as one or none. */
class CloudCacheCompactionTest {
    static final String VOUCHED = "CLOUD_CACHE\n    cloudCacheChanges: {cacheClearedAtSignOff: true,"
            + " triedOn: 2025-10-14, triedBy: Ada, note: FSLogix 25.02}";
    static final String OPTED_IN = VOUCHED + "\n    compaction: {cloudCache: true}";
    private static final String META = path("anna") + ".meta";
    private static final String METADATA = path("anna") + ".metadata";
    private static final Actor ALAN = new Actor("corp:alan", "Alan", List.of("ADMINISTRATOR"), "");
    private static final Actor ADA = new Actor("corp:ada", "Ada", List.of("ADMINISTRATOR"), "");

    @TempDir
    Path folder;

    private CompactedEstate estate;

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    /** Anna's disk at both sites, with a state file beside each that says the same. */
    private void open(String replication) throws Exception {
        estate = new CompactedEstate(folder, "", "canaries: 0");
        estate.estate.replication(replication);
        for (String location : List.of(FRA, LON)) {
            estate.lay(location, "anna");
            estate.estate.write(location, META, bytes("state 7"));
        }
        estate.inventory();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] read(String location, String path) throws IOException {
        try (OpenFile file = estate.estate.storage(location).openForReading(StoragePath.of(path), Sharing.ALL)) {
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.readFully(0, all);
            return all.array();
        }
    }

    private boolean exists(String location, String path) throws IOException {
        try {
            estate.estate.storage(location).stat(StoragePath.of(path));
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    private long full() {
        return estate.full.file().size();
    }

    private void untouched() throws IOException {
        for (String location : List.of(FRA, LON)) {
            assertThat(estate.size(location, "anna")).as(location).isEqualTo(full());
            assertThat(exists(location, META)).as(location).isTrue();
            assertThat(estate.engine().swaps().kept(location)).as(location).isEmpty();
        }
    }

    /** One night, which leaves everything as it was. */
    private CompactionItem left(String why) throws Exception {
        CompactionRun run = estate.night();
        assertThat(run.compacted()).as(estate.items(run).toString()).isZero();
        assertThat(run.failed()).as(estate.items(run).toString()).isZero();
        CompactionItem item = estate.item(run, "anna");
        assertThat(item.why()).as(item.sentence()).isEqualTo(why);
        assertThat(item.outcome()).isEqualTo(Outcome.SKIPPED);
        untouched();
        return item;
    }

    private void smaller(CompactionRun run) throws IOException {
        assertThat(estate.items(run))
                .as(estate.items(run).toString())
                .hasSize(2)
                .allSatisfy(item -> {
                    assertThat(item.outcome()).as(item.sentence()).isEqualTo(Outcome.COMPACTED);
                    assertThat(item.bytesAfter()).isEqualTo(item.bytesPlanned()).isLessThan(full());
                });
        assertThat(read(FRA, path("anna"))).isEqualTo(read(LON, path("anna")));
        for (String location : List.of(FRA, LON)) {
            assertThat(estate.content(location, "anna")).isEqualTo(estate.full.content());
            assertThat(exists(location, META)).as("the state of the old disk").isFalse();
        }
    }

    @Test
    void somebody_who_vouches_for_restores_has_not_opted_in_for_the_night() throws Exception {
        open(VOUCHED);
        CompactionItem item = left(Waits.CLOUD_CACHE);
        assertThat(item.sentence()).contains("cloudCache: true").contains("at sign-out");
    }

    @Test
    void of_a_disk_that_fslogix_never_makes_smaller_the_reason_says_so() throws Exception {
        open(VOUCHED);
        estate.engine().catalog().database().<RuntimeException>run(session -> {
            session.update("UPDATE container SET file_size = 4000000000, reclaimable = 3000000000");
            session.update("UPDATE container_copy SET size = 4000000000, reclaimable = 3000000000, dirty = TRUE");
        });
        assertThat(left(Waits.CLOUD_CACHE).sentence())
                .contains("does not make this one smaller")
                .contains("its volume asks for a check");
    }

    @Test
    void copies_that_agree_become_one_small_file_and_their_state_leaves_with_the_old_disks() throws Exception {
        open(OPTED_IN);
        StoredFile before = estate.estate.storage(FRA).stat(disk("anna"));

        CompactionRun run = estate.night();

        smaller(run);
        StoredFile now = estate.estate.storage(FRA).stat(disk("anna"));
        assertThat(now.lastWriteTime()).isEqualTo(before.lastWriteTime());
        for (String location : List.of(FRA, LON)) {
            Kept kept = estate.engine().swaps().kept(location).get(0);
            assertThat(estate.estate.storage(location).stat(kept.path()).size()).isEqualTo(full());
        }
        assertThat(estate.compactions().kept().files()).isEqualTo(2);
        assertThat(estate.engine().audit().recent(100))
                .filteredOn(record -> record.entry().act().equals("container.compact"))
                .extracting(record -> record.entry().outcome())
                .containsExactlyInAnyOrder("begun", "done");
        CompactionRun next = estate.night();
        assertThat(estate.item(next, "anna").why()).isIn("already-minimal", "gain-too-small");
    }

    /** Each was laid out by itself: what counts is what they say. */
    @Test
    void copies_that_say_the_same_in_other_bytes_become_the_same_bytes() throws Exception {
        open(OPTED_IN);
        estate.use(LON, "anna");
        estate.use(LON, "anna");
        assertThat(read(FRA, path("anna"))).isNotEqualTo(read(LON, path("anna")));
        estate.inventory();
        smaller(estate.night());
    }

    @Test
    void going_back_brings_the_larger_disks_with_their_state() throws Exception {
        open(OPTED_IN);
        estate.estate.write(FRA, METADATA, bytes("more"));
        estate.estate.write(LON, METADATA, bytes("more"));
        smaller(estate.night());
        estate.estate.clock().forward(Duration.ofSeconds(61));
        var restores = estate.engine().restores();
        UndoPlan plan = restores.planUndo(
                restores.kept(estate.id("anna"), Reach.EVERYWHERE).get(0), Initiator.PERSON, Reach.EVERYWHERE);

        RestoreOutcome outcome = restores.undo(
                plan,
                null,
                new RestoreRequest(ADA, "it was better before", "", Reach.EVERYWHERE, Initiator.PERSON),
                RestoreProgress.NONE);

        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        for (String location : List.of(FRA, LON)) {
            assertThat(estate.size(location, "anna")).isEqualTo(full());
            assertThat(estate.content(location, "anna")).isEqualTo(estate.full.content());
            assertThat(read(location, META)).isEqualTo(bytes("state 7"));
            assertThat(read(location, METADATA)).isEqualTo(bytes("more"));
        }
        assertThat(estate.item(estate.night(), "anna").why()).isEqualTo(Waits.PUT_BACK);
    }

    /** In front of the volume, where everything counts: the disk stays sound. */
    private void say(String location, int value) throws IOException {
        try (OpenFile open = estate.estate.storage(location).openForWriting(disk("anna"), Sharing.NONE)) {
            ByteBuffer sector = ByteBuffer.allocate(512);
            VhdxFile.open(new HandleDevice(open)).disk().readFully(0, sector);
            try (WritableVhdx disk = WritableVhdx.open(new HandleDevice(open))) {
                disk.write(0, sector.flip().put(8, (byte) value));
            }
        }
    }

    @Test
    void copies_that_do_not_say_the_same_stay_as_they_are() throws Exception {
        open(OPTED_IN);
        say(LON, 77);
        var before = estate.content(LON, "anna");
        estate.inventory();
        CompactionItem item = left(Waits.COPIES_DIFFER);
        assertThat(item.sentence()).contains(FRA).contains(LON);
        assertThat(estate.content(LON, "anna")).isEqualTo(before).isNotEqualTo(estate.full.content());
    }

    @Test
    void copies_that_do_not_say_the_same_are_not_read_again_until_one_of_them_changes() throws Exception {
        open(OPTED_IN);
        say(LON, 77);
        estate.inventory();
        assertThat(left(Waits.COPIES_DIFFER).sentence()).contains("do not say the same");

        CompactionItem again = left(Waits.COPIES_DIFFER);
        assertThat(again.sentence()).contains("none of them has changed since");

        say(LON, 78);
        estate.inventory();
        assertThat(left(Waits.COPIES_DIFFER).sentence()).contains("do not say the same");
    }

    @Test
    void a_provider_without_a_copy_keeps_the_others_as_they_are() throws Exception {
        open(OPTED_IN);
        estate.estate.delete(LON, path("anna"));
        estate.inventory();
        CompactionRun run = estate.night();
        assertThat(estate.item(run, "anna").why()).isEqualTo(Waits.COPIES_DIFFER);
        assertThat(estate.item(run, "anna").sentence()).contains("no copy at " + LON);
        assertThat(estate.size(FRA, "anna")).isEqualTo(full());
    }

    @Test
    void state_files_of_other_length_keep_all_as_they_are() throws Exception {
        open(OPTED_IN);
        estate.estate.write(LON, META, bytes("state 12"));
        assertThat(left(Waits.COPIES_DIFFER).sentence()).contains("7 and 8 bytes");
    }

    @Test
    void a_state_file_beside_one_copy_alone_keeps_all_as_they_are() throws Exception {
        open(OPTED_IN);
        estate.estate.write(LON, METADATA, bytes("more"));
        assertThat(left(Waits.COPIES_DIFFER).sentence()).contains(".metadata");
    }

    @Test
    void state_files_that_were_written_minutes_apart_keep_all_as_they_are() throws Exception {
        open(OPTED_IN);
        estate.estate.storage(LON).later(Duration.ofMinutes(3));
        estate.estate.write(LON, META, bytes("state 7"));
        estate.estate.clock().forward(Duration.ofMinutes(4));
        assertThat(left(Waits.COPIES_DIFFER).sentence()).contains("two minutes apart");
    }

    @Test
    void state_files_that_do_not_say_the_same_are_found_when_all_copies_are_held() throws Exception {
        open(OPTED_IN);
        estate.estate.write(LON, META, bytes("state 8"));
        assertThat(left(Waits.COPIES_DIFFER).sentence()).contains("does not say the same");
    }

    /** A host that cannot open its state takes the provider for gone. */
    @Test
    void state_files_are_opened_only_while_all_copies_are_held() throws Exception {
        open(OPTED_IN);
        boolean[] opened = new boolean[2];
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> {
                            if (verb.startsWith("open") && path.equals(StoragePath.of(META))) {
                                opened[0] = true;
                                opened[1] |= !isHeld();
                            }
                            return false;
                        },
                        0,
                        1,
                        FaultyStorage.unreachable());
        smaller(estate.night());
        assertThat(opened).containsExactly(true, false);
    }

    private boolean isHeld() {
        for (String location : List.of(FRA, LON)) {
            try {
                estate.estate
                        .storage(location)
                        .onOwnConnection()
                        .openForReading(disk("anna"), Sharing.ALL)
                        .close();
                return false;
            } catch (StorageException.Busy e) {
                continue;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return true;
    }

    @Test
    void what_comes_while_the_new_files_are_made_keeps_all_as_they_are() throws Exception {
        open(OPTED_IN);
        boolean[] came = new boolean[1];
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> {
                            if (verb.equals("create") && path.name().equals("new.disk") && !came[0]) {
                                came[0] = true;
                                estate.estate.write(LON, META, bytes("state 12"));
                            }
                            return false;
                        },
                        0,
                        1,
                        FaultyStorage.unreachable());
        left(Waits.COPIES_DIFFER);
        assertThat(came[0]).isTrue();
    }

    private void report(List<HostReport.Session> sessions, List<HostReport.Mount> mounts) throws Exception {
        report(sessions, mounts, 0);
    }

    private void report(List<HostReport.Session> sessions, List<HostReport.Mount> mounts, long cached)
            throws Exception {
        Instant now = estate.estate.clock().instant();
        HostReport report = new HostReport(
                HostReport.VERSION,
                "AVD-1-" + now,
                "AVD-1",
                "",
                "",
                now,
                now,
                now,
                null,
                "UTC",
                0,
                "1",
                "1",
                "2.9",
                List.of(),
                List.of(),
                sessions,
                true,
                List.of(),
                new HostReport.CacheDisk("C:\\", 1L << 30, 1L << 29, cached),
                mounts,
                List.of(),
                List.of());
        estate.engine().hostReports().accept(report, ADA);
    }

    @Test
    void a_host_that_keeps_the_disk_mounted_keeps_all_as_they_are_until_it_lets_go() throws Exception {
        open(OPTED_IN);
        report(
                List.of(),
                List.of(new HostReport.Mount("\\\\fra\\" + path("anna").replace('/', '\\'), false)));
        assertThat(left(Waits.CLOUD_CACHE).sentence())
                .contains("a host may keep a cache")
                .contains("AVD-1");
        report(List.of(), List.of());
        smaller(estate.night());
    }

    @Test
    void a_session_of_the_person_keeps_all_as_they_are_however_long_ago_it_was_told() throws Exception {
        open(OPTED_IN);
        String sid = path("anna").substring(0, path("anna").indexOf('_'));
        report(
                List.of(new HostReport.Session(
                        sid, "EXAMPLE\\anna", "Active", estate.estate.clock().instant())),
                List.of());
        estate.estate.clock().forward(Duration.ofHours(3));
        assertThat(left(Waits.CLOUD_CACHE).sentence()).contains("a host may keep a cache");
    }

    @Test
    void a_host_of_the_person_that_keeps_its_cache_keeps_all_as_they_are_until_it_is_empty() throws Exception {
        open(OPTED_IN);
        String sid = path("anna").substring(0, path("anna").indexOf('_'));
        var others = List.of(new HostReport.Mount("\\\\fra\\S-1-5-21-9-9-9-9_otto\\Profile_otto.VHDX", false));
        report(
                List.of(new HostReport.Session(
                        sid, "EXAMPLE\\anna", "Active", estate.estate.clock().instant())),
                List.of());
        estate.estate.clock().forward(Duration.ofMinutes(20));
        report(List.of(), List.of(), 70_000);
        assertThat(left(Waits.CLOUD_CACHE).sentence()).contains("AVD-1 had 70000 bytes in its cache at 20");
        estate.estate.clock().forward(Duration.ofMinutes(20));
        report(List.of(), others, 70_000); // somebody's who works there now
        smaller(estate.night());
    }

    @Test
    void a_host_that_nobody_of_the_set_was_on_may_keep_what_it_has() throws Exception {
        open(OPTED_IN);
        report(List.of(), List.of(), 70_000);
        smaller(estate.night());
    }

    @Test
    void a_lock_at_the_second_provider_keeps_all_as_they_are() throws Exception {
        open(OPTED_IN);
        estate.estate.write(LON, path("anna") + ".lock", bytes("VM-7"));
        left(Why.LOCKED.word());
    }

    @Test
    void a_second_provider_that_does_not_answer_keeps_the_first_as_it_is() throws Exception {
        open(OPTED_IN);
        boolean[] gone = {true};
        estate.estate.faulty(LON).fail((verb, path) -> gone[0], 0, Integer.MAX_VALUE, FaultyStorage.unreachable());
        CompactionRun run = estate.night();
        gone[0] = false;
        assertThat(estate.item(run, "anna").why()).isEqualTo(Waits.UNREACHABLE);
        untouched();
    }

    @Test
    void no_room_beside_the_second_copy_keeps_the_first_as_it_is() throws Exception {
        open(OPTED_IN);
        long all = 1L << 40;
        estate.estate.storage(LON).volume(new Volume(all, all / 10));
        left(Why.NO_ROOM.word());
    }

    @Test
    void room_that_went_since_the_look_keeps_all_as_they_are() throws Exception {
        open(OPTED_IN);
        CompactionRun run = estate.compactions().begin("schedule", false, false, List.of());
        List<CompactionPart> parts = estate.compactions().plan(run.id());
        estate.compactions().look(parts.get(0), RunControl.NEVER_STOP);
        long all = 1L << 40;
        estate.estate.storage(LON).volume(new Volume(all, all / 10));

        estate.compactions().run(parts.get(0), RunControl.NEVER_STOP);

        assertThat(estate.item(run, "anna").why()).isEqualTo(Why.NO_ROOM.word());
        untouched();
    }

    @Test
    void while_a_site_is_cut_off_nobody_can_tell_whether_its_copy_agrees() throws Exception {
        open(OPTED_IN);
        SiteFences fences = estate.engine().locks().fences();
        long asked = fences.ask("lon", ADA, "the line is down").id();
        estate.engine().approvals().approve(asked, ALAN, "");
        fences.fence("lon", ADA, "the line is down");
        assertThat(left(Waits.CLOUD_CACHE).sentence()).contains("cut off");
    }

    @Test
    void a_second_copy_that_is_damaged_keeps_the_first_as_it_is() throws Exception {
        open(OPTED_IN);
        estate.damage(LON, "anna");
        estate.inventory();
        left(Why.DAMAGED.word());
    }

    @Test
    void a_second_copy_that_is_small_already_gets_the_bytes_of_the_first_all_the_same() throws Exception {
        open(OPTED_IN);
        smaller(estate.night());
        estate.estate.storage(FRA).delete(disk("anna"));
        estate.lay(FRA, "anna");
        estate.inventory();
        CompactionRun run = estate.night();
        assertThat(estate.items(run))
                .allSatisfy(
                        item -> assertThat(item.outcome()).as(item.sentence()).isEqualTo(Outcome.COMPACTED));
        assertThat(read(FRA, path("anna"))).isEqualTo(read(LON, path("anna")));
        assertThat(estate.engine().swaps().kept(LON)).hasSize(2);
    }

    @Test
    void who_opted_out_while_a_run_was_under_way_is_left_alone() throws Exception {
        open(OPTED_IN);
        CompactionRun run = estate.compactions().begin("schedule", false, false, List.of());
        List<CompactionPart> parts = estate.compactions().plan(run.id());
        estate.compactions().look(parts.get(0), RunControl.NEVER_STOP);
        assertThat(estate.item(run, "anna").gain()).isPositive();
        estate.estate.replication(VOUCHED);
        estate.estate.reopen();
        estate.estate.clock().forward(Duration.ofMinutes(5));

        estate.compactions().resume(run.id(), "schedule", false);
        estate.compactions().run(parts.get(0), RunControl.NEVER_STOP);

        assertThat(estate.item(run, "anna").why()).isEqualTo(Waits.CLOUD_CACHE);
        untouched();
    }

    @Test
    void a_plan_tells_what_both_copies_would_give_and_changes_nothing() throws Exception {
        open(OPTED_IN);
        CompactionRun run = estate.compactions().runAll("Ada", true, true, List.of(), RunControl.NEVER_STOP);
        assertThat(estate.items(run)).hasSize(2).allSatisfy(item -> assertThat(item.outcome())
                .isEqualTo(Outcome.PLANNED));
        assertThat(run.possibleBytes())
                .isEqualTo(2 * estate.item(run, "anna").gain())
                .isPositive();
        untouched();
    }
}
