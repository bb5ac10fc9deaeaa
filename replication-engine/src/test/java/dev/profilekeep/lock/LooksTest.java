package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.BENS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.lock.LockSort.Column;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at locks through the engine, on storage in memory that behaves as Windows does. */
class LooksTest {
    @TempDir
    Path folder;

    private LockedEstate estate;

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    private LockedEstate standard() {
        estate = placed(LockedEstate.standard(folder)).annaLocked();
        return estate;
    }

    /** Says which database. */
    LockedEstate placed(LockedEstate made) {
        return made;
    }

    private LockedEstate cloudCache() {
        estate = placed(LockedEstate.cloudCache(folder)).annaLocked();
        return estate;
    }

    @Test
    void a_disk_that_is_open_at_either_site_is_live_and_stale_when_it_is_closed() throws Exception {
        standard();
        for (String location : new String[] {FRA, LON}) {
            try (OpenFile open = estate.open(location, ANNAS)) {
                assertThat(open.size()).isPositive();
                assertThat(estate.verdict()).isEqualTo("LIVE HELD");
            }
            assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
        }
    }

    @Test
    void one_silent_site_leaves_it_unproved_until_it_is_declared_cut_off() throws Exception {
        standard();
        estate.estate.faulty(LON).fail((verb, path) -> true, 0, Integer.MAX_VALUE, FaultyStorage.unreachable());

        assertThat(estate.verdict()).isEqualTo("UNPROVED NOT_ASKED");

        assertThatThrownBy(() -> estate.locks().fences().fence("lon", ADA, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> estate.locks().fences().fence("nowhere", ADA, "fire"))
                .isInstanceOf(IllegalArgumentException.class);
        estate.cutOff("lon", "the data centre burns");
        assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
        assertThat(estate.audit("site.fence")).singleElement().satisfies(entry -> {
            assertThat(entry.entry().reason()).isEqualTo("the data centre burns");
            assertThat(entry.entry().subject()).isEqualTo("site:lon");
        });

        estate.locks().fences().lift("lon", ADA, "it is out");
        assertThat(estate.verdict()).isEqualTo("UNPROVED NOT_ASKED");
        assertThat(estate.locks().fences().list()).isEmpty();
        assertThat(estate.cutOff("lon", "again").epoch()).isEqualTo(2);
    }

    @Test
    void a_share_that_is_not_mounted_is_no_place_without_a_disk() throws Exception {
        standard();
        MemoryStorage london = estate.estate.storage(LON);
        for (StoredFile entry : london.list(StoragePath.ROOT)) {
            remove(london, entry);
        }

        assertThat(estate.verdict()).isEqualTo("UNPROVED NOT_ASKED");
    }

    @Test
    void a_disk_that_vanished_since_the_last_inventory_leaves_it_unproved_until_the_next() throws Exception {
        standard();
        estate.estate.put(LON, "S-1-5-21-1-2-3-1009_ben/Profile_ben.VHDX", "gpt-msr.vhdx");
        MemoryStorage london = estate.estate.storage(LON);
        remove(london, london.stat(StoragePath.of(ANNAS).parent()));

        assertThat(estate.verdict()).isEqualTo("UNPROVED CANNOT_TELL");

        estate.inventory();
        assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
    }

    private static void remove(MemoryStorage storage, StoredFile entry) throws IOException {
        if (entry.directory()) {
            for (StoredFile inside : storage.list(entry.path())) {
                remove(storage, inside);
            }
        }
        storage.delete(entry.path());
    }

    @Test
    void a_disk_is_tried_once_a_minute_whoever_asks_and_the_answer_says_how_old_it_is() throws Exception {
        standard();
        estate.aMinuteLater();
        estate.estate.tracking(FRA).forget();
        Instant first = estate.now();
        LockVerdict fresh = estate.locks().look(estate.anna()).verdict().orElseThrow();
        assertThat(fresh.word()).isEqualTo("STALE");
        assertThat(estate.estate.tracking(FRA).count("holder")).isEqualTo(1);

        estate.estate.clock().forward(Duration.ofSeconds(40));
        try (OpenFile open = estate.open(FRA, ANNAS)) {
            assertThat(open.size()).isPositive();
            LockVerdict again = estate.locks().look(estate.anna()).verdict().orElseThrow();
            assertThat(estate.estate.tracking(FRA).count("holder")).isEqualTo(1);
            assertThat(again.word())
                    .as("the file server tells what the trial missed")
                    .isEqualTo("UNPROVED");
            assertThat(again.observations())
                    .filteredOn(seen -> seen.source() == Observation.Source.PROBE)
                    .extracting(Observation::at)
                    .contains(first);
            assertThat(estate.verdict()).isEqualTo("LIVE HELD");
        }
        assertThat(estate.estate.tracking(FRA).count("holder")).isEqualTo(2);
        assertThat(estate.locks().counts().probes()).isEqualTo(4);
        assertThat(estate.locks().counts().remembered()).isEqualTo(2);
        assertThat(estate.locks().counts().looks()).isEqualTo(3);
    }

    @Test
    void lock_and_state_files_are_never_opened_by_a_look() {
        cloudCache();
        estate.estate.write(FRA, ANNAS + ".meta", new byte[1024]);
        estate.estate.tracking(FRA).forget();
        estate.estate.tracking(LON).forget();

        assertThat(estate.verdict()).startsWith("UNPROVED");

        for (String location : new String[] {FRA, LON}) {
            assertThat(estate.estate.tracking(location).calls())
                    .isNotEmpty()
                    .noneMatch(call ->
                            call.verb().startsWith("open") || call.verb().startsWith("file."))
                    .filteredOn(call -> call.verb().equals("holder"))
                    .allMatch(call -> call.path().equals(StoragePath.of(ANNAS)));
        }
    }

    @Test
    void a_job_leaves_a_location_alone_in_its_quiet_hours_and_a_person_does_not() {
        standard();
        assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
        estate.estate.clock().set(Instant.parse("2022-06-22T06:00:00Z")); // 08:00 in Frankfurt
        estate.estate.tracking(FRA).forget();

        JudgeProgress job = estate.locks().judgeAll(Initiator.JOB, () -> false, progress -> {});

        assertThat(job.unproved()).isEqualTo(1);
        assertThat(estate.estate.tracking(FRA).calls()).isEmpty();
        assertThat(estate.locks().find(estate.anna()).orElseThrow().verdict().rule())
                .isEqualTo(LockRule.NOT_ASKED);
        assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
    }

    @Test
    void partial_answers_come_as_they_are_there() {
        standard();
        List<String> told = new ArrayList<>();
        Thread here = Thread.currentThread();
        Look look = estate.locks().look(estate.anna(), place -> {
            assertThat(Thread.currentThread()).isSameAs(here);
            told.add(place.locationId());
        });
        assertThat(told).containsExactlyInAnyOrder(FRA, LON);
        assertThat(look.evidence().places()).hasSize(2);
    }

    @Test
    void a_location_that_hangs_is_said_not_to_answer_after_three_seconds() throws Exception {
        standard();
        estate.aMinuteLater();
        Object monitor = new Object();
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> {
                            synchronized (monitor) {
                                try {
                                    monitor.wait(8_000);
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }
                            return false;
                        },
                        0,
                        1,
                        FaultyStorage.unreachable());
        long begun = System.nanoTime();
        LockVerdict verdict = estate.locks().look(estate.anna()).verdict().orElseThrow();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
        assertThat(verdict.word()).isEqualTo("UNPROVED");
        assertThat(verdict.observations())
                .anyMatch(seen -> seen.fact() instanceof Fact.Unreachable gone
                        && gone.reason().contains("3 s"));
    }

    /** From now on every call in London hangs. @return ends that */
    private Runnable hangs() {
        AtomicBoolean hanging = new AtomicBoolean(true);
        Object monitor = new Object();
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> {
                            synchronized (monitor) {
                                try {
                                    if (hanging.get()) {
                                        monitor.wait(8_000);
                                    }
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }
                            return false;
                        },
                        0,
                        1,
                        FaultyStorage.unreachable());
        return () -> hanging.set(false);
    }

    @Test
    void each_look_at_a_location_that_hangs_takes_three_seconds_whatever_the_clock_tells_of_a_second() {
        standard();
        estate.aMinuteLater();
        estate.estate.clock().forward(Duration.ofNanos(123_456_789));
        hangs();
        for (int i = 0; i < 3; i++) {
            long begun = System.nanoTime();
            assertThat(LockedEstate.word(estate.locks().look(estate.anna()))).isEqualTo("UNPROVED NOT_ASKED");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("look %d", i)
                    .isLessThan(Duration.ofSeconds(5));
            estate.estate.clock().forward(Duration.ofMillis(3_001));
        }
    }

    @Test
    void a_location_that_answers_again_is_not_said_to_be_silent_out_of_what_is_remembered() {
        standard();
        estate.aMinuteLater();
        Runnable end = hangs();
        assertThat(LockedEstate.word(estate.locks().look(estate.anna()))).isEqualTo("UNPROVED NOT_ASKED");
        end.run();
        estate.estate.clock().forward(Duration.ofSeconds(10));

        LockVerdict verdict = estate.locks().look(estate.anna()).verdict().orElseThrow();

        assertThat(verdict.word()).isEqualTo("UNPROVED");
        assertThat(verdict.observations()).noneMatch(seen -> seen.fact() instanceof Fact.Unreachable);
        assertThat(estate.locks().words(Locale.ENGLISH, ZoneOffset.UTC).sentence(verdict))
                .doesNotContain("does not answer")
                .contains("less than a minute ago");
        assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
    }

    @Test
    void under_cloud_cache_a_lock_of_an_unknown_machine_stays_unproved_though_nobody_has_the_disk() {
        cloudCache();
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
    }

    @Test
    void under_cloud_cache_it_is_stale_when_the_machine_that_made_it_says_that_it_keeps_nothing() {
        cloudCache();
        Instant locked = Instant.parse("2022-06-18T04:26:40Z");
        estate.report("AVD-12", null, 4096L, List.of(LockedEstate.annaSince(locked)));
        assertThat(estate.verdict()).isEqualTo("LIVE SESSION");
        estate.aMinuteLater();
        estate.report("AVD-12", null, 4096L);
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        estate.report("AVD-12", null, 0L);
        assertThat(estate.verdict()).isEqualTo("STALE CACHE_GONE");
        LockVerdict verdict = estate.locks().find(estate.anna()).orElseThrow().verdict();
        assertThat(verdict.holder().host()).isEqualTo("AVD-12");
        assertThat(estate.locks().words(Locale.ENGLISH, ZoneOffset.UTC).sentence(verdict))
                .contains("by AVD-12")
                .contains("AVD-12 keeps nothing of it in its cache")
                .contains("Stale");
    }

    @Test
    void under_cloud_cache_a_machine_that_the_person_had_left_does_not_speak_for_the_one_that_locked()
            throws Exception {
        cloudCache();
        estate.report(
                "AVD-12",
                null,
                4096L,
                List.of(LockedEstate.annaSince(estate.now().minusSeconds(3600))));
        estate.aMinuteLater();
        lockedNow(); // by a machine that nobody heard of; it crashed before its first report
        estate.estate.clock().forward(Duration.ofMinutes(6));
        estate.report("AVD-12", null, 0L);
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
        LockVerdict verdict = estate.locks().find(estate.anna()).orElseThrow().verdict();
        assertThat(verdict.holder().host()).isEmpty();
    }

    @Test
    void under_cloud_cache_a_machine_that_crashed_with_the_person_on_it_speaks_for_its_lock() throws Exception {
        cloudCache();
        estate.report(
                "AVD-12",
                null,
                4096L,
                List.of(LockedEstate.annaSince(estate.now().minusSeconds(3600))));
        estate.aMinuteLater();
        lockedNow(); // renewed for the last time
        estate.aMinuteLater();
        Instant boot = estate.now();
        estate.estate.clock().forward(Duration.ofMinutes(6));
        estate.report("AVD-12", boot, 0L);
        assertThat(estate.verdict()).isEqualTo("STALE CACHE_GONE");
    }

    @Test
    void under_cloud_cache_a_machine_that_the_lock_kept_out_does_not_speak_for_the_one_that_locked() throws Exception {
        cloudCache();
        Instant signedIn = estate.now().minusSeconds(3600);
        estate.reportLockedOut("AVD-12", signedIn);
        estate.aMinuteLater();
        lockedNow(); // by a machine that nobody heard of, and renewed while AVD-12 waited
        estate.aMinuteLater();
        Instant boot = estate.now();
        estate.estate.clock().forward(Duration.ofMinutes(6));
        estate.report("AVD-12", boot, 0L);
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
    }

    private void lockedNow() throws IOException {
        for (String location : List.of(FRA, LON)) {
            estate.lockFile(location, ANNAS);
            estate.estate
                    .storage(location)
                    .setTimes(StoragePath.of(ANNAS + ".lock"), 0, StoredFile.fromInstant(estate.now()));
        }
    }

    @Test
    void under_cloud_cache_a_restart_alone_proves_nothing_until_minutes_of_quiet_have_passed() {
        cloudCache();
        for (String location : List.of(FRA, LON)) {
            estate.estate.write(location, ANNAS + ".meta", new byte[1024]);
        }
        estate.report("AVD-12", null, null, List.of(LockedEstate.annaSince(Instant.parse("2022-06-18T04:00:00Z"))));
        estate.aMinuteLater();
        Instant boot = estate.now();
        estate.aMinuteLater();
        estate.report("AVD-12", boot, null);
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        estate.estate.clock().forward(Duration.ofMinutes(6));
        estate.report("AVD-12", boot, null);
        assertThat(estate.verdict()).isEqualTo("STALE BACK_AND_QUIET");
    }

    @Test
    void every_machine_of_the_pool_that_has_nothing_proves_it() {
        estate = placed(LockedEstate.cloudCacheOf(folder, "AVD-01", "AVD-02")).annaLocked();
        estate.aMinuteLater();
        estate.report("AVD-01", null, 0L);
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
        estate.report("AVD-02", null, 0L);
        assertThat(estate.verdict()).isEqualTo("STALE NO_HOST_HAS_IT");
    }

    @Test
    void a_lock_file_that_changes_between_two_looks_is_live() {
        cloudCache();
        assertThat(estate.verdict()).startsWith("UNPROVED");
        estate.estate.write(LON, ANNAS + ".lock", new byte[17]);
        assertThat(estate.verdict()).isEqualTo("LIVE RENEWED");
        estate.estate.clock().forward(Duration.ofMinutes(6));
        assertThat(estate.verdict()).startsWith("UNPROVED");
    }

    @Test
    void the_list_tells_what_is_locked_by_whom_and_outlives_the_process() throws Exception {
        standard();
        estate.locked(BENS);
        assertThat(estate.locks().list(LockFilter.ALL, new LockSort(Column.ACCOUNT, false), 0, 10))
                .as("in this mode a lock file alone is nothing to the inventory")
                .isEmpty();
        estate.report("AVD-12", null, null, List.of(LockedEstate.annaSince(Instant.parse("2022-06-20T08:00:00Z"))));
        try (OpenFile open = estate.open(FRA, ANNAS)) {
            assertThat(open.size()).isPositive();
            assertThat(estate.verdict()).isEqualTo("LIVE HELD");
        }
        estate.locks().look(estate.container("ben"));
        LockService locks = estate.estate.reopen().locks();

        List<LockRow> rows = locks.list(LockFilter.ALL, new LockSort(Column.ACCOUNT, false), 0, 10);
        assertThat(rows).extracting(LockRow::account).containsExactly("anna", "ben");
        assertThat(rows).extracting(row -> row.verdict().word()).containsExactly("LIVE", "STALE");
        assertThat(rows.get(0).verdict().observations()).isNotEmpty();
        assertThat(rows.get(0).verdict().holder().since()).isNotNull();
        assertThat(locks.count(filter("STALE"))).isEqualTo(1);
        assertThat(locks.list(filter("STALE"), new LockSort(Column.VERDICT, true), 0, 10))
                .extracting(LockRow::account)
                .containsExactly("ben");
        assertThat(locks.count(new LockFilter(Set.of(), "", Set.of("lon"), "änn", null)))
                .isEqualTo(1);
        assertThat(locks.count(new LockFilter(Set.of(), "", Set.of(), "", Set.of(Estate.BEN))))
                .isEqualTo(1);
        assertThat(locks.count(new LockFilter(Set.of(), "", Set.of(), "", Set.of())))
                .isZero();
        assertThat(locks.count(new LockFilter(Set.of(), "AVD-99", Set.of(), "", null)))
                .isZero();
        assertThat(locks.list(LockFilter.ALL, new LockSort(Column.HOST, false), 1, 1))
                .hasSize(1);
    }

    private static LockFilter filter(String verdict) {
        return new LockFilter(Set.of(verdict), "", Set.of(), "", null);
    }

    @Test
    void what_the_inventory_finds_locked_is_listed_before_anybody_looked_and_grouped_by_machine_after() {
        cloudCache();
        estate.locked(BENS);
        assertThat(estate.locks().list(LockFilter.ALL, new LockSort(Column.ACCOUNT, false), 0, 10))
                .hasSize(2)
                .allMatch(row -> row.verdict() == null);
        assertThat(estate.locks().count(filter(LockFilter.NOT_JUDGED))).isEqualTo(2);
        estate.report("AVD-12", null, null, List.of(LockedEstate.annaSince(Instant.parse("2022-06-18T04:00:00Z"))));
        estate.aMinuteLater();
        Instant boot = estate.now();
        estate.report("AVD-12", boot, 0L);

        List<JudgeProgress> told = new ArrayList<>();
        JudgeProgress end = estate.locks().judgeAll(Initiator.PERSON, () -> false, told::add);

        assertThat(end).isEqualTo(new JudgeProgress(2, 2, 0, 1, 1, 0, 0));
        assertThat(told).last().isEqualTo(end);
        assertThat(estate.locks().count(filter(LockFilter.NOT_JUDGED))).isZero();
        assertThat(estate.locks().groups())
                .filteredOn(group -> group.host().equals("AVD-12"))
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.locked()).isEqualTo(1);
                    assertThat(group.stale()).isEqualTo(1);
                    assertThat(group.restarted()).isTrue();
                    assertThat(group.lastBoot()).isEqualTo(boot);
                });
        assertThat(estate.locks()
                        .list(
                                new LockFilter(Set.of(), LockFilter.NO_HOST, Set.of(), "", null),
                                new LockSort(Column.ACCOUNT, false),
                                0,
                                10))
                .as("the group of which the machine is not known")
                .extracting(LockRow::account)
                .containsExactly("ben");
        assertThat(estate.locks()
                        .judgeAll(Initiator.PERSON, () -> true, progress -> {})
                        .done())
                .isZero();
    }

    @Test
    void a_lock_that_is_gone_leaves_the_list() {
        cloudCache();
        estate.verdict();
        assertThat(estate.locks().count(LockFilter.ALL)).isEqualTo(1);
        estate.estate.delete(FRA, ANNAS + ".lock");
        estate.estate.delete(LON, ANNAS + ".lock");
        assertThat(estate.verdict()).isEqualTo("free");
        assertThat(estate.locks().count(LockFilter.ALL)).isZero();
        assertThat(estate.locks().find(estate.anna())).isEmpty();
    }

    @Test
    void what_a_look_meets_free_is_in_use_no_more_until_an_inventory_sees_it_locked_again() throws Exception {
        cloudCache();
        assertThat(annasState()).isEqualTo("IN_USE true");
        estate.estate.delete(FRA, ANNAS + ".lock");
        estate.estate.delete(LON, ANNAS + ".lock");
        assertThat(annasState()).as("as the inventory saw it").isEqualTo("IN_USE true");
        assertThat(estate.verdict()).as("the first look ever").isEqualTo("free");
        assertThat(annasState()).isEqualTo("HEALTHY false");
        estate.aMinuteLater();
        lockedNow();
        estate.inventory();
        assertThat(annasState()).isEqualTo("IN_USE true");
        estate.estate.delete(FRA, ANNAS + ".lock");
        estate.estate.delete(LON, ANNAS + ".lock");
        assertThat(estate.verdict()).as("as at the look before").isEqualTo("free");
        assertThat(annasState()).isEqualTo("HEALTHY false");
    }

    private String annasState() {
        ContainerRow row =
                estate.engine().containers().detail(estate.anna()).orElseThrow().row();
        return row.state() + " " + row.locked();
    }

    @Test
    void a_lock_at_a_site_that_fell_silent_stays_in_the_list() {
        cloudCache();
        estate.estate.delete(FRA, ANNAS + ".lock");
        estate.estate.faulty(LON).fail((verb, path) -> true, 0, Integer.MAX_VALUE, FaultyStorage.unreachable());
        assertThat(estate.verdict()).as("as the inventory saw it").isEqualTo("UNPROVED NOT_ASKED");
        assertThat(estate.locks().count(LockFilter.ALL)).isEqualTo(1);
    }

    @Test
    void that_nothing_locks_it_is_said_only_if_every_location_could_tell() {
        standard();
        estate.estate.delete(FRA, ANNAS + ".lock");
        estate.estate.delete(LON, ANNAS + ".lock");
        estate.aMinuteLater();
        assertThat(estate.locks().look(estate.anna()).isFree()).isTrue();
        estate.estate.faulty(LON).fail((verb, path) -> true, 0, Integer.MAX_VALUE, FaultyStorage.unreachable());
        estate.aMinuteLater();
        Look look = estate.locks().look(estate.anna());
        assertThat(look.verdict()).isEmpty();
        assertThat(look.isFree()).isFalse();
    }

    @Test
    void a_container_that_is_not_there_cannot_be_looked_at() {
        standard();
        assertThatThrownBy(() -> estate.locks().look(4711))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4711");
    }
}
