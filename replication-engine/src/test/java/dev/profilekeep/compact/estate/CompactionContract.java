package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.LON;
import static dev.profilekeep.compact.estate.CompactedEstate.disk;
import static dev.profilekeep.compact.estate.CompactedEstate.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.disk.info.BlockUse;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.restore.Replacements;
import dev.profilekeep.restore.RestoreOutcome;
import dev.profilekeep.restore.RestoreProgress;
import dev.profilekeep.restore.RestoreRequest;
import dev.profilekeep.restore.Undoable;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of compactions over a small estate, on storage in memory that behaves as Windows does, on every database. */
abstract class CompactionContract {
    @TempDir
    Path folder;

    CompactedEstate estate;

    abstract String databaseYaml();

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    /** People with a disk at Frankfurt each, as the inventory saw them. */
    private CompactedEstate people(String policy, String... who) throws Exception {
        estate = new CompactedEstate(folder, databaseYaml(), policy);
        for (String one : who) {
            estate.lay(FRA, one);
        }
        estate.inventory();
        return estate;
    }

    private long full() {
        return estate.full.file().size();
    }

    private List<WorkRows.Work> todo(CompactionPart part) {
        return estate.engine()
                .catalog()
                .database()
                .<List<WorkRows.Work>, RuntimeException>call(session -> WorkRows.at(session, part, "TODO"));
    }

    private void untouched(String... who) throws IOException {
        for (String one : who) {
            assertThat(estate.size(FRA, one)).as(one).isEqualTo(full());
        }
        assertThat(estate.engine().swaps().kept(FRA)).isEmpty();
    }

    private static final Actor ADA = new Actor("corp:ada", "Ada", List.of("ADMINISTRATOR"), "");

    @Test
    void disks_at_both_sites_become_smaller_say_the_same_and_keep_their_times() throws Exception {
        people("", "anna");
        estate.lay(LON, "anna");
        estate.inventory();
        StoredFile before = estate.estate.storage(FRA).stat(disk("anna"));

        CompactionRun run = estate.night();

        assertThat(run.stoppedBy()).isEmpty();
        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(estate.items(run))
                .as(estate.items(run).toString())
                .hasSize(2)
                .allSatisfy(item -> {
                    assertThat(item.outcome()).as(item.sentence()).isEqualTo(Outcome.COMPACTED);
                    assertThat(item.bytesBefore()).isEqualTo(full());
                    assertThat(item.bytesAfter()).isEqualTo(item.bytesPlanned()).isLessThan(full());
                    assertThat(item.blockSizeBefore()).isEqualTo(1 << 20);
                    assertThat(item.blockSizeAfter()).isEqualTo(1 << 20);
                    assertThat(Replacements.isPurpose(item.purpose())).isTrue();
                    assertThat(item.canary()).isTrue();
                });
        assertThat(run.total()).isEqualTo(1);
        assertThat(run.done()).isEqualTo(1);
        assertThat(run.compacted()).isEqualTo(1);
        for (String location : List.of(FRA, LON)) {
            CompactionItem item = estate.items(run).stream()
                    .filter(one -> one.locationId().equals(location))
                    .findFirst()
                    .orElseThrow();
            assertThat(estate.size(location, "anna")).isEqualTo(item.bytesAfter());
            assertThat(estate.content(location, "anna")).isEqualTo(estate.full.content());
        }
        assertThat(run.freedBytes()).isEqualTo(2 * full() - estate.size(FRA, "anna") - estate.size(LON, "anna"));
        StoredFile now = estate.estate.storage(FRA).stat(disk("anna"));
        assertThat(now.lastWriteTime()).isEqualTo(before.lastWriteTime());
        assertThat(now.fileId()).isNotEqualTo(before.fileId());
        KeptSpace kept = estate.compactions().kept();
        assertThat(kept.files()).isEqualTo(2);
        assertThat(kept.bytes()).isEqualTo(2 * full());
        assertThat(kept.firstFree()).isAfter(estate.estate.clock().instant().plus(Duration.ofDays(6)));
        assertThat(estate.compactions().ofContainer(estate.id("anna"), 10)).hasSize(2);
        assertThat(estate.compactions().trend(1)).singleElement().satisfies(day -> {
            assertThat(day.containers()).isEqualTo(1);
            assertThat(day.freedBytes()).isEqualTo(run.freedBytes());
        });
        assertThat(estate.engine().audit().recent(100))
                .filteredOn(record -> record.entry().act().equals("container.compact"))
                .extracting(record -> record.entry().outcome())
                .containsExactlyInAnyOrder("begun", "done");
    }

    private BlocksBefore known(String location) {
        DiskInfo info = estate.engine().containers().detail(estate.id("anna")).orElseThrow().copies().stream()
                .filter(copy -> copy.locationId().equals(location))
                .findFirst()
                .orElseThrow()
                .info();
        return new BlocksBefore(info.blocks(), info.virtualSizeBytes());
    }

    private static long stored(BlocksBefore disk) {
        return IntStream.range(0, disk.blocks().count())
                .filter(block -> disk.blocks().at(block) >= BlockUse.STORED)
                .count();
    }

    @Test
    void the_blocks_of_each_copy_are_kept_as_they_were_before() throws Exception {
        people("", "anna");
        estate.lay(LON, "anna");
        estate.inventory();
        BlocksBefore then = known(FRA);

        CompactionRun run = estate.night();

        for (String location : List.of(FRA, LON)) {
            BlocksBefore before = estate.compactions()
                    .blocksBefore(run.id(), estate.id("anna"), location)
                    .orElseThrow();
            assertThat(before.virtualBytes()).isEqualTo(then.virtualBytes());
            assertThat(before.blocks().blockBytes()).isEqualTo(then.blocks().blockBytes());
            assertThat(before.blocks().toBytes()).isEqualTo(then.blocks().toBytes());
            assertThat(stored(known(location))).isPositive().isLessThan(stored(before));
        }
        assertThat(estate.compactions().blocksBefore(run.id(), estate.id("anna") + 1, FRA))
                .isEmpty();
        CompactionRun next = estate.night();
        assertThat(estate.compactions().blocksBefore(next.id(), estate.id("anna"), FRA))
                .isEmpty();
    }

    @Test
    void blocks_that_the_inventory_saw_before_somebody_worked_with_the_disk_are_not_told_as_those_before()
            throws Exception {
        people("", "anna");
        estate.use(FRA, "anna");

        CompactionRun run = estate.night();

        assertThat(estate.item(run, "anna").outcome()).isEqualTo(Outcome.COMPACTED);
        assertThat(estate.compactions().blocksBefore(run.id(), estate.id("anna"), FRA))
                .isEmpty();
    }

    @Test
    void what_is_small_enough_is_left_alone_the_next_night() throws Exception {
        people("", "anna");
        estate.night();
        long size = estate.size(FRA, "anna");

        CompactionRun next = estate.night();

        assertThat(next.compacted()).isZero();
        assertThat(estate.item(next, "anna").why()).isIn("already-minimal", "gain-too-small");
        assertThat(next.possibleBytes()).isZero();
        assertThat(estate.size(FRA, "anna")).isEqualTo(size);
    }

    @Test
    void a_plan_tells_what_could_be_freed_and_changes_nothing() throws Exception {
        people("", "anna", "ben");

        CompactionRun run = estate.compactions().runAll("Ada", true, true, List.of(), RunControl.NEVER_STOP);

        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.planOnly()).isTrue();
        assertThat(run.total()).isEqualTo(2);
        assertThat(run.done()).isEqualTo(2);
        assertThat(run.freedBytes()).isZero();
        assertThat(estate.items(run)).hasSize(2).allSatisfy(item -> {
            assertThat(item.outcome()).as(item.sentence()).isEqualTo(Outcome.PLANNED);
            assertThat(item.bytesPlanned()).isLessThan(item.bytesBefore());
            assertThat(item.purpose()).isEmpty();
        });
        assertThat(run.possibleBytes())
                .isEqualTo(estate.items(run).stream()
                        .mapToLong(CompactionItem::gain)
                        .sum());
        untouched("anna", "ben");
    }

    private static RestoreRequest asked() {
        return new RestoreRequest(ADA, "it was better before", "", Reach.EVERYWHERE, Initiator.PERSON);
    }

    private void goBack(String who) throws IOException {
        var restores = estate.engine().restores();
        List<Undoable> kept = restores.kept(estate.id(who), Reach.EVERYWHERE);
        var plan = restores.planUndo(kept.get(0), Initiator.PERSON, Reach.EVERYWHERE);
        RestoreOutcome outcome = restores.undo(plan, null, asked(), RestoreProgress.NONE);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
    }

    private long waitingCanaries() {
        return estate.engine()
                .catalog()
                .database()
                .<Long, RuntimeException>call(
                        session -> session.number("SELECT COUNT(*) FROM compaction_canary WHERE judged = 'WAITS'"));
    }

    @Test
    void what_somebody_put_back_is_left_alone_for_thirty_days() throws Exception {
        people("", "anna");
        estate.night();
        estate.estate.clock().forward(Duration.ofSeconds(61));
        goBack("anna");

        CompactionRun next = estate.night();

        assertThat(estate.item(next, "anna").why()).isEqualTo(Waits.PUT_BACK);
        assertThat(estate.item(next, "anna").sentence()).startsWith("somebody put the larger disk back on 2022-06-");
        estate.estate.clock().forward(Duration.ofSeconds(61));
        CompactionRun asked = estate.compactions().runAll("Ada", true, false, List.of(), RunControl.NEVER_STOP);
        assertThat(estate.item(asked, "anna").why()).isEqualTo(Waits.PUT_BACK);
        assertThat(estate.size(FRA, "anna")).isEqualTo(full());
        estate.estate.clock().forward(Duration.ofDays(30));
        CompactionRun later = estate.night();
        assertThat(estate.item(later, "anna").outcome()).isEqualTo(Outcome.COMPACTED);
    }

    @Test
    void one_that_went_first_and_was_put_back_proves_nothing_for_others() throws Exception {
        people("canaries: 1, canariesClean: 1", "anna", "ben", "cleo");
        CompactionRun first = estate.night();
        String canary = estate.items(first).stream()
                .filter(CompactionItem::canary)
                .findFirst()
                .orElseThrow()
                .account();
        estate.estate.clock().forward(Duration.ofSeconds(61));
        goBack(canary);
        estate.use(FRA, canary);

        CompactionRun second = estate.night();

        assertThat(second.compacted()).as("another goes first").isEqualTo(1);
        assertThat(estate.item(second, canary).why()).isEqualTo(Waits.PUT_BACK);
        assertThat(estate.items(second)).extracting(CompactionItem::why).contains(Waits.FOR_CANARIES);
    }

    @Test
    void one_that_went_first_and_was_made_anew_proves_nothing_for_others() throws Exception {
        people("canaries: 1, canariesClean: 1", "anna");
        estate.night();
        estate.estate.clock().forward(Duration.ofSeconds(61));
        assertThat(waitingCanaries()).isEqualTo(1);
        var restores = estate.engine().restores();

        RestoreOutcome outcome = restores.firstAid(
                restores.planFirstAid(estate.id("anna"), Initiator.PERSON, Reach.EVERYWHERE), asked());

        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(waitingCanaries()).isZero();
    }

    @Test
    void going_back_puts_the_larger_disk_in_place_again() throws Exception {
        people("", "anna");
        CompactionRun run = estate.night();
        estate.estate.clock().forward(Duration.ofSeconds(61));

        List<Undoable> kept = estate.engine().restores().kept(estate.id("anna"), Reach.EVERYWHERE);
        assertThat(kept).singleElement().satisfies(one -> assertThat(one.purpose())
                .isEqualTo(estate.item(run, "anna").purpose()));
        goBack("anna");

        assertThat(estate.size(FRA, "anna")).isEqualTo(full());
        assertThat(estate.content(FRA, "anna")).isEqualTo(estate.full.content());
    }

    @Test
    void one_that_is_in_use_is_left_as_it_is_and_is_the_first_the_next_night() throws Exception {
        people("", "anna", "ben", "cleo");
        CompactionRun first;
        try (OpenFile inUse = estate.estate.storage(FRA).openForReading(disk("cleo"), Sharing.NONE)) {
            assertThat(inUse.size()).isPositive();
            first = estate.night();
        }
        assertThat(estate.item(first, "cleo").why()).isEqualTo("in-use");
        assertThat(estate.item(first, "cleo").outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(first.compacted()).isEqualTo(2);
        assertThat(estate.size(FRA, "cleo")).isEqualTo(full());

        estate.estate.clock().forward(Duration.ofSeconds(61));
        CompactionRun next = estate.compactions().begin("schedule", false, false, List.of());
        List<CompactionPart> parts = estate.compactions().plan(next.id());
        assertThat(parts).singleElement().satisfies(part -> assertThat(part.containers())
                .isEqualTo(3));
        assertThat(todo(parts.get(0)).get(0).account()).isEqualTo("cleo");
        CompactionRun done = estate.compactions().goThrough(next.id(), RunControl.NEVER_STOP);
        assertThat(estate.item(done, "cleo").outcome()).isEqualTo(Outcome.COMPACTED);
    }

    @Test
    void nothing_is_changed_beside_a_difference_disk_or_a_lock_or_where_jobs_may_change_nothing() throws Exception {
        people("", "anna", "ben", "cleo");
        estate.estate.write(FRA, path("anna").replace("ODFC_anna", "RW"), new byte[4096]);
        estate.estate.write(FRA, path("ben") + ".lock", new byte[0]);

        CompactionRun run = estate.night();

        assertThat(estate.item(run, "anna").why()).isEqualTo("difference-beside");
        assertThat(estate.item(run, "ben").why()).isIn("locked", "in-use");
        assertThat(estate.item(run, "cleo").outcome()).isEqualTo(Outcome.COMPACTED);
        assertThat(estate.size(FRA, "anna")).isEqualTo(full());
        assertThat(estate.size(FRA, "ben")).isEqualTo(full());
        assertThat(estate.compactions().skipped(run.id(), Reach.EVERYWHERE))
                .extracting(SkippedGroup::why)
                .contains("difference-beside");

        estate.lay(FRA, "dora");
        estate.inventory();
        estate.engine().locations().changeMode(FRA, LocationMode.ASSIST, ADA, "test");
        CompactionRun job = estate.night();
        assertThat(estate.item(job, "dora").why()).isEqualTo(Waits.MODE);
        assertThat(estate.item(job, "dora").gain()).as("is told all the same").isPositive();
        assertThat(estate.size(FRA, "dora")).isEqualTo(full());
        CompactionRun person = estate.compactions().runAll("Ada", true, false, List.of(FRA), RunControl.NEVER_STOP);
        assertThat(estate.item(person, "dora").outcome()).isEqualTo(Outcome.COMPACTED);
    }

    @Test
    void a_fixed_disk_needs_no_look() throws Exception {
        people("");
        estate.estate.put(FRA, path("anna"), "mbr-fixed.vhdx");
        estate.inventory();

        CompactionRun run = estate.night();

        assertThat(estate.item(run, "anna").why()).isEqualTo("fixed");
        assertThat(run.done()).isEqualTo(1);
    }

    @Test
    void under_cloud_cache_nothing_is_touched_and_the_reason_says_who_does_it() throws Exception {
        estate = new CompactedEstate(folder, databaseYaml(), "");
        estate.estate.replication("CLOUD_CACHE");
        estate.lay(FRA, "anna");
        estate.inventory();

        CompactionRun run = estate.night();

        assertThat(estate.item(run, "anna").why()).isEqualTo(Waits.CLOUD_CACHE);
        assertThat(estate.item(run, "anna").sentence()).contains("at sign-out");
        untouched("anna");
    }

    @Test
    void where_the_storage_carries_the_copies_nothing_is_touched_whatever_was_seen_of_them() throws Exception {
        estate = new CompactedEstate(folder, databaseYaml(), "");
        estate.estate.replication("STORAGE");
        estate.lay(FRA, "anna");
        estate.lay(LON, "anna");
        estate.lay(FRA, "ben");
        estate.inventory();

        CompactionRun run = estate.night();

        assertThat(estate.item(run, "anna").why()).isEqualTo(Waits.STORAGE_REPLICA);
        assertThat(estate.item(run, "ben").why())
                .as("the other one was not seen")
                .isEqualTo(Waits.STORAGE_REPLICA);
        untouched("anna", "ben");
    }

    @Test
    void a_set_that_wants_none_of_it_is_not_in_the_run() throws Exception {
        people("enabled: false", "anna");

        CompactionRun run = estate.night();

        assertThat(run.total()).isZero();
        assertThat(estate.items(run)).isEmpty();
        untouched("anna");
    }

    @Test
    void a_few_go_first_and_the_others_follow_when_these_people_have_signed_in_and_out() throws Exception {
        people("canaries: 2, canariesClean: 1", "anna", "ben", "cleo", "dora");

        CompactionRun first = estate.night();

        assertThat(first.compacted()).isEqualTo(2);
        List<CompactionItem> waits = estate.items(first).stream()
                .filter(item -> item.why().equals(Waits.FOR_CANARIES))
                .toList();
        assertThat(waits).hasSize(2).allSatisfy(item -> assertThat(item.gain()).isPositive());
        assertThat(first.possibleBytes())
                .isEqualTo(waits.stream().mapToLong(CompactionItem::gain).sum());
        CompactionRun second = estate.night();
        assertThat(second.compacted()).as("nobody signed in").isZero();

        String canary = estate.items(first).stream()
                .filter(CompactionItem::canary)
                .findFirst()
                .orElseThrow()
                .account();
        estate.use(FRA, canary);
        CompactionRun third = estate.night();

        assertThat(third.compacted()).isEqualTo(2);
        for (String who : List.of("anna", "ben", "cleo", "dora")) {
            assertThat(estate.size(FRA, who)).as(who).isLessThan(full());
        }
        estate.lay(FRA, "emil");
        estate.inventory();
        assertThat(estate.night().compacted()).as("the version has passed").isEqualTo(1);
    }

    @Test
    void one_that_went_first_and_is_damaged_keeps_all_others_from_it() throws Exception {
        people("canaries: 2, canariesClean: 1", "anna", "ben", "cleo");
        CompactionRun first = estate.night();
        String canary = estate.items(first).stream()
                .filter(CompactionItem::canary)
                .findFirst()
                .orElseThrow()
                .account();
        String last = estate.items(first).stream()
                .filter(item -> item.why().equals(Waits.FOR_CANARIES))
                .findFirst()
                .orElseThrow()
                .account();
        estate.damage(FRA, canary);

        CompactionRun second = estate.night();

        assertThat(estate.item(second, last).why()).isEqualTo(Waits.CANARY_DAMAGED);
        assertThat(estate.size(FRA, last)).isEqualTo(full());
        assertThat(estate.engine().audit().recent(100))
                .filteredOn(record -> record.entry().act().equals(Canaries.DAMAGED_ACT))
                .singleElement()
                .satisfies(record -> assertThat(record.entry().outcome()).startsWith("refused: "));
    }

    @Test
    void one_that_was_not_closed_properly_says_nothing_for_or_against_the_others() throws Exception {
        people("canaries: 2, canariesClean: 1", "anna", "ben", "cleo");
        CompactionRun first = estate.night();
        List<String> canaries = estate.items(first).stream()
                .filter(CompactionItem::canary)
                .map(CompactionItem::account)
                .toList();
        estate.use(FRA, canaries.get(0));
        estate.leaveOpen(FRA, canaries.get(0));

        CompactionRun second = estate.night();

        assertThat(estate.items(second).stream().map(CompactionItem::why))
                .contains(Waits.FOR_CANARIES)
                .doesNotContain(Waits.CANARY_DAMAGED);
        estate.use(FRA, canaries.get(1));
        assertThat(estate.night().compacted()).isEqualTo(1);
    }

    @Test
    void so_much_of_a_share_stays_free_that_the_disks_of_others_can_grow() throws Exception {
        people("keepFreePercent: 20, canaries: 0", "anna");
        long all = 1L << 40;
        estate.estate.storage(FRA).volume(new Volume(all, all / 5));
        CompactionRun full = estate.night();
        assertThat(estate.item(full, "anna").why()).isEqualTo(Why.NO_ROOM.word());
        untouched("anna");

        estate.estate.storage(FRA).volume(new Volume(all, all / 5 + (1L << 30)));
        assertThat(estate.night().compacted()).isEqualTo(1);
    }

    @Test
    void a_start_that_comes_when_its_night_is_over_begins_nothing() throws Exception {
        people("until: '01:00', canaries: 0", "anna");
        CompactionRun run = estate.night();
        assertThat(run.endsAt()).isEqualTo(run.startedAt());
        assertThat(run.compacted()).isZero();
        untouched("anna");
    }

    @Test
    void while_people_work_at_the_site_of_another_copy_none_of_them_is_touched() throws Exception {
        estate = new CompactedEstate(folder, databaseYaml(), "canaries: 0");
        estate.estate.quietInLondon("00:00-03:00");
        estate.lay(FRA, "anna");
        estate.lay(LON, "anna");
        estate.lay(FRA, "ben");
        estate.inventory();

        CompactionRun run = estate.night();

        assertThat(estate.item(run, "anna").why()).isEqualTo(Waits.WINDOW);
        assertThat(estate.size(FRA, "anna")).isEqualTo(full());
        assertThat(estate.size(LON, "anna")).isEqualTo(full());
        assertThat(estate.item(run, "ben").outcome()).isEqualTo(Outcome.COMPACTED);
    }

    /** As a host told it; the session is over. */
    private void worked(String who, String host, String version) {
        String sid = path(who).substring(0, path(who).indexOf('_'));
        Instant now = estate.estate.clock().instant();
        estate.engine().catalog().database().<RuntimeException>run(session -> {
            session.update(
                    "INSERT INTO session_host (host_key, name, pool, agent_version, fslogix_version, seen_at, source)"
                            + " VALUES (?, ?, '', '', ?, ?, 'export:test')",
                    host,
                    host,
                    version,
                    now);
            session.update(
                    "INSERT INTO host_session (source, host_key, host_name, person_key, since_key, sid, account,"
                            + " account_key, state, since, seen_at, gone_at) VALUES ('export:test', ?, ?, ?, '', ?, ?, ?, 'ACTIVE', ?, ?,"
                            + " ?)",
                    host,
                    host,
                    sid,
                    sid,
                    who,
                    who,
                    now,
                    now,
                    now);
        });
    }

    @Test
    void each_version_of_fslogix_has_its_own_that_go_first() throws Exception {
        people("canaries: 1, canariesClean: 1", "anna", "ben", "cleo");
        worked("anna", "avd-1", "2.9.8784");
        worked("ben", "avd-2", "2.9.9000");
        worked("cleo", "avd-3", "2.9.8784");

        CompactionRun first = estate.night();

        assertThat(first.compacted()).as(estate.items(first).toString()).isEqualTo(2);
        assertThat(estate.item(first, "ben").canary()).isTrue();
        assertThat(estate.item(first, "ben").agentVersion()).isEqualTo("2.9.9000");
        assertThat(estate.items(first).stream().filter(item -> item.why().equals(Waits.FOR_CANARIES)))
                .singleElement()
                .satisfies(item -> assertThat(item.agentVersion()).isEqualTo("2.9.8784"));
        estate.use(FRA, "ben");
        assertThat(estate.night().compacted()).as("of the other version").isZero();
        estate.use(FRA, estate.item(first, "anna").canary() ? "anna" : "cleo");
        assertThat(estate.night().compacted()).isEqualTo(1);
    }

    @Test
    void who_went_first_and_does_not_sign_in_for_two_weeks_makes_way_for_another() throws Exception {
        people("canaries: 1, canariesClean: 1", "anna", "ben");
        assertThat(estate.night().compacted()).isEqualTo(1);
        estate.estate.clock().forward(Duration.ofDays(13));
        assertThat(estate.night().compacted()).isZero();
        estate.estate.clock().forward(Duration.ofDays(1));
        assertThat(estate.night().compacted()).isEqualTo(1);
    }

    @Test
    void an_old_file_that_is_gone_takes_no_room_any_more() throws Exception {
        people("", "anna");
        estate.night();
        estate.use(FRA, "anna");
        estate.estate.clock().forward(Duration.ofDays(6));
        estate.engine().restores().sweepKept(() -> false);
        assertThat(estate.compactions().kept().files()).isEqualTo(1);
        estate.estate.clock().forward(Duration.ofDays(2));

        estate.engine().restores().sweepKept(() -> false);

        assertThat(estate.engine().swaps().kept(FRA)).isEmpty();
        assertThat(estate.compactions().kept()).isEqualTo(new KeptSpace(0, 0, null, null));
    }

    @Test
    void no_old_file_goes_before_each_smaller_copy_is_sound() throws Exception {
        people("", "anna");
        estate.lay(LON, "anna");
        estate.inventory();
        estate.night();
        estate.use(FRA, "anna");
        estate.damage(LON, "anna");
        estate.estate.clock().forward(Duration.ofDays(8));

        estate.engine().restores().sweepKept(() -> false);

        assertThat(estate.engine().swaps().kept(LON)).hasSize(1);
        assertThat(estate.engine().swaps().kept(FRA)).hasSize(1);
        estate.damage(LON, "anna"); // twice is as it was

        estate.engine().restores().sweepKept(() -> false);

        assertThat(estate.engine().swaps().kept(LON)).isEmpty();
        assertThat(estate.engine().swaps().kept(FRA)).isEmpty();
    }

    @Test
    void a_server_that_went_away_is_no_failure_and_what_lies_there_is_first_the_next_night() throws Exception {
        people("canaries: 0, stopAtFailures: 1", "anna");
        CompactionRun run = estate.compactions().begin("schedule", false, false, List.of());
        List<CompactionPart> parts = estate.compactions().plan(run.id());
        estate.compactions().look(parts.get(0), RunControl.NEVER_STOP);
        estate.estate
                .faulty(FRA)
                .fail(
                        (verb, path) -> verb.equals("create") && path.name().equals("new.disk"),
                        0,
                        1_000,
                        FaultyStorage.unreachable());

        estate.compactions().run(parts.get(0), RunControl.NEVER_STOP);
        CompactionRun done = estate.compactions().finish(run.id());

        assertThat(done.failed()).isZero();
        assertThat(done.stoppedBy()).isEmpty();
        assertThat(estate.item(done, "anna").why()).isEqualTo(Waits.UNREACHABLE);
        untouched("anna");
        CompactionRun next = estate.compactions().begin("schedule", false, false, List.of());
        assertThat(todo(estate.compactions().plan(next.id()).get(0)))
                .singleElement()
                .satisfies(work -> assertThat(work.waited()).isTrue());
    }

    @Test
    void where_only_one_of_two_copies_could_change_hands_each_is_told_and_the_other_follows_the_next_night()
            throws Exception {
        people("canaries: 0, stopAtFailures: 1", "anna");
        estate.lay(LON, "anna");
        estate.inventory();
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> verb.equals("replace") && path.equals(disk("anna")),
                        0,
                        1,
                        FaultyStorage.unreachable());

        CompactionRun run = estate.night();

        assertThat(estate.size(FRA, "anna")).isLessThan(full());
        assertThat(estate.content(LON, "anna")).isEqualTo(estate.full.content());
        assertThat(estate.items(run))
                .extracting(CompactionItem::locationId, CompactionItem::outcome)
                .as(estate.items(run).toString())
                .containsExactlyInAnyOrder(tuple(FRA, Outcome.COMPACTED), tuple(LON, Outcome.FAILED));
        CompactionRun next = estate.night();
        assertThat(estate.size(LON, "anna")).as(estate.items(next).toString()).isLessThan(full());
        assertThat(estate.content(LON, "anna")).isEqualTo(estate.full.content());
    }

    @Test
    void what_was_not_settled_is_found_out_the_next_time_and_counts_as_one_that_went_first() throws Exception {
        people("canaries: 1, canariesClean: 1, stopAtFailures: 1", "anna");
        boolean[] replaced = new boolean[1];
        boolean[] gone = {true};
        estate.estate
                .faulty(FRA)
                .fail(
                        (verb, path) -> {
                            boolean now = replaced[0];
                            replaced[0] |= verb.equals("replace") && path.equals(disk("anna"));
                            return now && gone[0];
                        },
                        0,
                        100_000,
                        FaultyStorage.unreachable());

        CompactionRun run = estate.night();

        assertThat(replaced[0]).isTrue();
        CompactionItem open = estate.item(run, "anna");
        assertThat(open.outcome()).as(open.sentence()).isEqualTo(Outcome.PLANNED);
        assertThat(Replacements.isPurpose(open.purpose())).isTrue();
        assertThat(run.failed()).isZero();
        assertThat(waitingCanaries()).isEqualTo(1);

        gone[0] = false;
        estate.night();

        CompactionItem settled = estate.item(run, "anna");
        assertThat(settled.outcome()).as(settled.sentence()).isEqualTo(Outcome.COMPACTED);
        assertThat(settled.canary()).isTrue();
        assertThat(waitingCanaries()).isEqualTo(1);
        assertThat(estate.size(FRA, "anna")).isEqualTo(settled.bytesAfter());
    }

    @Test
    void too_many_failures_end_the_run() throws Exception {
        people("canaries: 0, stopAtFailures: 2", "anna", "ben", "cleo", "dora");
        estate.spoil();

        CompactionRun run = estate.night();

        assertThat(run.failed()).as(estate.items(run).toString()).isEqualTo(2);
        assertThat(estate.items(run).stream().filter(item -> item.outcome() == Outcome.FAILED))
                .hasSize(2)
                .allSatisfy(item -> assertThat(item.why()).isEqualTo(Waits.FAILED));
        assertThat(run.stoppedBy()).contains("2 of 2");
        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(estate.compactions()
                        .count(run.id(), new ItemFilter("", Set.of(), Waits.ERROR_BUDGET, Reach.EVERYWHERE)))
                .isEqualTo(2);
        untouched("anna", "ben", "cleo", "dora");
    }

    @Test
    void when_the_night_is_over_no_further_disk_is_begun() throws Exception {
        people("until: '03:00'", "anna", "ben");
        CompactionRun run = estate.compactions().begin("schedule", false, false, List.of());
        assertThat(run.endsAt()).isEqualTo(Instant.parse("2022-06-21T01:00:00Z"));
        List<CompactionPart> parts = estate.compactions().plan(run.id());
        estate.compactions().look(parts.get(0), RunControl.NEVER_STOP);
        estate.estate.clock().set(Instant.parse("2022-06-21T01:00:01Z"));

        estate.compactions().run(parts.get(0), RunControl.NEVER_STOP);
        CompactionRun done = estate.compactions().finish(run.id());

        assertThat(done.compacted()).isZero();
        assertThat(done.skipped()).isEqualTo(2);
        assertThat(estate.items(done)).allSatisfy(item -> {
            assertThat(item.why()).isEqualTo(Waits.WINDOW);
            assertThat(item.gain()).isPositive();
        });
        untouched("anna", "ben");
    }

    @Test
    void a_run_that_was_stopped_goes_on_where_it_was_and_does_nothing_twice() throws Exception {
        people("canaries: 0", "anna", "ben", "cleo");
        int[] asked = new int[1];
        CompactionRun stopped = estate.compactions()
                .runAll("schedule", false, false, List.of(), () -> compactedSoFar() >= 1 && asked[0]++ >= 0);
        assertThat(stopped.phase()).isEqualTo(Phase.STOPPED);
        assertThat(stopped.compacted()).isEqualTo(1);
        assertThat(estate.engine().swaps().kept(FRA)).hasSize(1);

        estate.compactions().resume(stopped.id(), "schedule", false);
        CompactionRun done = estate.compactions().goThrough(stopped.id(), RunControl.NEVER_STOP);

        assertThat(done.phase()).isEqualTo(Phase.DONE);
        assertThat(done.compacted()).isEqualTo(3);
        assertThat(estate.engine().swaps().kept(FRA)).hasSize(3);
        assertThatThrownBy(() -> estate.compactions().resume(stopped.id(), "schedule", false))
                .isInstanceOf(IllegalStateException.class);
    }

    private long compactedSoFar() {
        return estate.compactions().latest().map(CompactionRun::compacted).orElse(0L);
    }

    @Test
    void a_process_that_died_after_an_exchange_leaves_what_tells_that_it_is_done() throws Exception {
        people("canaries: 0", "anna", "ben");
        CompactionRun run = estate.night();
        long after = estate.item(run, "anna").bytesAfter();
        // as if it had died before it recorded the one, and before it had begun to change the other
        Kept bens = estate.engine().swaps().kept(FRA).stream()
                .filter(kept -> kept.containerId() == estate.id("ben"))
                .findFirst()
                .orElseThrow();
        estate.estate.storage(FRA).delete(disk("ben"));
        estate.lay(FRA, "ben");
        estate.engine().swaps().drop(bens, Initiator.PERSON);
        estate.engine().catalog().database().<RuntimeException>run(session -> {
            session.update(
                    "UPDATE compaction_item SET step = 'BEGUN', outcome = 'PLANNED', bytes_after = -1, kept = FALSE");
            session.update("UPDATE compaction_run SET phase = 'FAILED'");
        });

        estate.compactions().resume(run.id(), "schedule", false);
        CompactionRun done = estate.compactions().goThrough(run.id(), RunControl.NEVER_STOP);

        assertThat(estate.item(done, "anna").outcome()).isEqualTo(Outcome.COMPACTED);
        assertThat(estate.item(done, "anna").bytesAfter()).isEqualTo(after);
        assertThat(estate.item(done, "ben").outcome()).isEqualTo(Outcome.COMPACTED);
        assertThat(estate.size(FRA, "ben")).isLessThan(full());
        assertThat(estate.engine().swaps().kept(FRA)).hasSize(2);
        assertThat(estate.compactions().kept().files()).isEqualTo(2);
    }

    @Test
    void the_numbers_of_a_run_that_died_say_what_was_settled_after_it() throws Exception {
        people("", "anna");
        CompactionRun run = estate.night();
        // as if it had died before it recorded what became of the disk
        estate.engine().catalog().database().<RuntimeException>run(session -> {
            session.update(
                    "UPDATE compaction_item SET step = 'BEGUN', outcome = 'PLANNED', bytes_after = -1, kept = FALSE");
            session.update("UPDATE compaction_run SET phase = 'FAILED', done = 0, compacted = 0, freed_bytes = 0");
        });

        CompactionRun next = estate.night();

        assertThat(estate.item(next, "anna").outcome()).isEqualTo(Outcome.SKIPPED);
        CompactionRun died = estate.compactions().find(run.id()).orElseThrow();
        assertThat(died.phase()).isEqualTo(Phase.FAILED);
        assertThat(died.done()).isEqualTo(1);
        assertThat(died.compacted()).isEqualTo(1);
        assertThat(died.freedBytes()).isEqualTo(run.freedBytes()).isPositive();
        assertThat(estate.compactions().trend(1))
                .singleElement()
                .satisfies(day -> assertThat(day.freedBytes()).isEqualTo(run.freedBytes()));
    }

    @Test
    void an_unfinished_file_that_a_server_kept_when_it_went_away_is_gone_after_the_next_night() throws Exception {
        people("", "anna");
        boolean[] gone = new boolean[1];
        boolean[] over = new boolean[1];
        estate.estate
                .faulty(FRA)
                .fail(
                        (verb, path) -> {
                            gone[0] |= !over[0] && verb.equals("file.writeFully") && path.name().equals("new.disk");
                            return gone[0];
                        },
                        0,
                        Integer.MAX_VALUE,
                        FaultyStorage.unreachable());
        CompactionRun run = estate.night();
        assertThat(estate.item(run, "anna").why()).isEqualTo(Waits.UNREACHABLE);
        MemoryStorage storage = estate.estate.storage(FRA);
        assertThat(storage.list(StoragePath.of(".profilekeep"))).hasSize(1);
        gone[0] = false;
        over[0] = true;
        assertThat(estate.size(FRA, "anna")).isEqualTo(full());

        CompactionRun next = estate.night();

        assertThat(estate.item(next, "anna").outcome()).isEqualTo(Outcome.COMPACTED);
        assertThat(storage.list(StoragePath.of(".profilekeep")))
                .extracting(StoredFile::name)
                .containsExactlyElementsOf(estate.engine().swaps().kept(FRA).stream()
                        .map(Kept::txn)
                        .toList());
    }

    @Test
    void while_one_is_under_way_nobody_begins_another_until_its_node_is_dead() throws Exception {
        people("", "anna");
        CompactionRun run = estate.compactions().begin("Ada", true, false, List.of());
        assertThatThrownBy(() -> estate.compactions().begin("Ben", true, false, List.of()))
                .isInstanceOf(CompactionRunningException.class);
        estate.estate.clock().forward(Duration.ofMinutes(3));
        CompactionRun other = null;
        for (int i = 0; i < 5 && other == null; i++) { // its own beat may come in between
            try {
                other = estate.compactions().begin("Ben", true, false, List.of());
            } catch (CompactionRunningException e) {
                estate.estate.clock().forward(Duration.ofMinutes(3));
            }
        }
        assertThat(other).isNotNull();
        assertThat(estate.compactions().find(run.id()).orElseThrow().phase()).isEqualTo(Phase.FAILED);

        assertThat(other.id()).isNotEqualTo(run.id());
        assertThat(estate.compactions().find(run.id()).orElseThrow().stoppedBy())
                .contains("silent");
        assertThatThrownBy(() -> estate.compactions().begin("Ben", true, false, List.of("nowhere")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void people_see_what_is_within_their_reach_and_find_by_words() throws Exception {
        people("", "anna", "ben");
        CompactionRun run = estate.night();
        CompactionService all = estate.compactions();
        assertThat(all.count(run.id(), new ItemFilter("BEN odfc", Set.of(), "", Reach.EVERYWHERE)))
                .isEqualTo(1);
        assertThat(all.count(run.id(), new ItemFilter("b%n", Set.of(), "", Reach.EVERYWHERE)))
                .isZero();
        assertThat(all.count(run.id(), new ItemFilter("", Set.of(Outcome.SKIPPED), "", Reach.EVERYWHERE)))
                .isZero();
        assertThat(all.count(run.id(), new ItemFilter("", Set.of(Outcome.COMPACTED), "", Reach.NOWHERE)))
                .isZero();
        assertThat(all.count(run.id(), new ItemFilter("", Set.of(), "", new Reach(Set.of("fra"), Set.of("pool")))))
                .isEqualTo(2);
        assertThat(all.count(run.id(), new ItemFilter("", Set.of(), "", new Reach(Set.of("lon"), Set.of()))))
                .isZero();
        assertThat(all.items(run.id(), new ItemFilter("", Set.of(), "", Reach.EVERYWHERE), 1, 5))
                .hasSize(1);
    }

    private void countsTheSame(CompactionRun run) {
        CompactionService all = estate.compactions();
        CompactionRun now = all.find(run.id()).orElseThrow();
        assertThat(all.within(now, Reach.EVERYWHERE)).isEqualTo(now);
        assertThat(all.within(now, new Reach(Set.of("fra"), Set.of("pool")))).isEqualTo(now);
        CompactionRun nothing = all.within(now, Reach.NOWHERE);
        assertThat(List.of(nothing.total(), nothing.done(), nothing.freedBytes(), nothing.possibleBytes()))
                .containsOnly(0L);
    }

    @Test
    void who_is_held_to_a_part_is_told_numbers_that_are_counted_as_those_of_all() throws Exception {
        people("", "anna", "ben");
        CompactionRun run = estate.compactions().begin("schedule", false, false, List.of());
        List<CompactionPart> parts = estate.compactions().plan(run.id());
        countsTheSame(run);
        assertThat(estate.compactions().within(run, new Reach(Set.of("fra"), Set.of("pool"))))
                .as("what nobody looked at yet is counted too")
                .returns(2L, CompactionRun::total)
                .returns(0L, CompactionRun::done);
        estate.compactions().look(parts.get(0), RunControl.NEVER_STOP);
        countsTheSame(run);
        countsTheSame(estate.compactions().goThrough(run.id(), RunControl.NEVER_STOP));
        estate.estate.clock().forward(Duration.ofDays(1));
        CompactionRun small = estate.night();
        assertThat(estate.item(small, "anna").why()).isIn("already-minimal", "gain-too-small");
        countsTheSame(small);
    }
}
