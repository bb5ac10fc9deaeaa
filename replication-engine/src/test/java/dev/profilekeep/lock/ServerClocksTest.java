package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Under Cloud Cache: a file server's clock that is wrong, is put, or is not told, proves nothing. */
class ServerClocksTest extends ClearingCase {
    private static final Duration BEHIND = Duration.ofMinutes(-10);

    private void pool() {
        estate = LockedEstate.cloudCacheOf(folder, "AVD-1", "AVD-2");
        for (String location : List.of(FRA, LON)) {
            estate.estate.put(location, ANNAS, "gpt-msr.vhdx");
        }
        estate.inventory();
    }

    private void serversAre(Duration ahead) {
        for (String location : List.of(FRA, LON)) {
            estate.estate.storage(location).clock(Clock.offset(estate.estate.clock(), ahead));
        }
    }

    private void clocksFail(int times) {
        for (String location : List.of(FRA, LON)) {
            estate.estate.faulty(location).fail("server.clock", times, FaultyStorage.unreachable());
        }
    }

    private void written(String file, Instant serverTime) throws Exception {
        for (String location : List.of(FRA, LON)) {
            estate.estate.storage(location).setTimes(StoragePath.of(file), 0, StoredFile.fromInstant(serverTime));
        }
    }

    private void lockedAt(Instant serverTime) throws Exception {
        for (String location : List.of(FRA, LON)) {
            estate.lockFile(location, ANNAS);
        }
        written(ANNAS + ".lock", serverTime);
        written(ANNAS, serverTime);
    }

    private void everyHostIsClear() {
        estate.report("AVD-1", null, 0L);
        estate.report("AVD-2", null, 0L);
    }

    /** A look saw nothing; every host said that it has nothing; then Anna signed in. */
    private void signsInAfterEveryHostSpoke(Duration ahead) throws Exception {
        written(ANNAS, estate.now().minus(Duration.ofHours(2)));
        assertThat(estate.verdict()).isEqualTo("free");
        estate.aMinuteLater();
        everyHostIsClear();
        estate.estate.clock().forward(Duration.ofSeconds(30));
        lockedAt(estate.now().plus(ahead));
        estate.estate.clock().forward(Duration.ofSeconds(60));
    }

    private void assertNothingIsCleared(String rule) {
        ClearPlan plan = estate.locks().plan(List.of(estate.anna()));
        assertThat(plan.rows().get(0).verdict().rule()).hasToString(rule);
        assertThat(clear(plan).removed()).isEmpty();
        assertThat(estate.annaIsLocked()).isTrue();
    }

    @Test
    void a_clock_that_could_not_be_asked_once_is_not_taken_for_right_afterwards() throws Exception {
        pool();
        serversAre(BEHIND);
        clocksFail(1);
        signsInAfterEveryHostSpoke(BEHIND);
        assertNothingIsCleared("TOO_YOUNG");
    }

    @Test
    void while_a_clock_is_not_told_nothing_is_proved_and_people_read_why() throws Exception {
        pool();
        lockedAt(estate.now());
        estate.estate.clock().forward(Duration.ofMinutes(20));
        everyHostIsClear();
        clocksFail(1);
        estate.estate.clock().forward(Duration.ofSeconds(5));
        LockVerdict verdict = estate.locks().look(estate.anna()).verdict().orElseThrow();
        assertThat(verdict.word() + " " + verdict.rule()).isEqualTo("UNPROVED NO_CLOCK");
        LockWords words = estate.locks().words(Locale.ENGLISH, ZoneOffset.UTC);
        assertThat(verdict.observations()).anyMatch(seen -> words.line(seen, estate.now())
                .startsWith("How long ago files were written in Frankfurt cannot be told"));
        assertThat(estate.verdict()).isEqualTo("STALE NO_HOST_HAS_IT");
    }

    @Test
    void a_clock_that_is_not_told_matters_to_nobody_where_the_lock_is_the_open_disk() {
        standard();
        clocksFail(2);
        assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
        estate.estate.clock().forward(Duration.ofSeconds(5));
        assertThat(LockedEstate.word(estate.locks().look(estate.anna())))
                .as("remembered, and the disk is as it was")
                .isEqualTo("STALE FREE_EVERYWHERE");
    }

    @Test
    void what_was_tried_before_a_disk_was_written_says_nothing_however_often_one_looks() throws Exception {
        standard();
        assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
        estate.estate.clock().forward(Duration.ofSeconds(10));
        written(ANNAS, estate.now());
        clocksFail(10);
        for (int look = 0; look < 3; look++) {
            estate.estate.clock().forward(Duration.ofSeconds(10));
            assertThat(LockedEstate.word(estate.locks().look(estate.anna())))
                    .as("look %d", look)
                    .startsWith("UNPROVED");
        }
    }

    @Test
    void a_clock_that_is_put_back_between_two_looks_makes_no_lock_older() throws Exception {
        pool();
        signsInAfterEveryHostSpokeWhileTheClocksArePutBack();
        assertNothingIsCleared("TOO_YOUNG");
    }

    private void signsInAfterEveryHostSpokeWhileTheClocksArePutBack() throws Exception {
        written(ANNAS, estate.now().minus(Duration.ofHours(2)));
        assertThat(estate.verdict()).isEqualTo("free");
        serversAre(BEHIND);
        estate.aMinuteLater();
        everyHostIsClear();
        estate.estate.clock().forward(Duration.ofSeconds(30));
        lockedAt(estate.now().plus(BEHIND));
        serversAre(Duration.ZERO); // and put right again before anybody asks
        estate.estate.clock().forward(Duration.ofSeconds(60));
    }

    @Test
    void a_lock_that_a_look_saw_renewed_after_a_word_is_not_older_than_that_word() throws Exception {
        pool();
        lockedAt(estate.now().minus(Duration.ofHours(2)));
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
        everyHostIsClear();
        assertThat(estate.verdict()).isEqualTo("STALE NO_HOST_HAS_IT");
        estate.aMinuteLater();
        written(ANNAS + ".lock", estate.now().plus(BEHIND));
        assertThat(estate.verdict()).isEqualTo("LIVE RENEWED");
        estate.estate.clock().forward(Duration.ofMinutes(6));
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
        everyHostIsClear();
        assertThat(estate.verdict()).as("a new word").isEqualTo("STALE NO_HOST_HAS_IT");
    }

    @Test
    void a_lock_of_yesterday_that_nobody_looked_at_is_proved_at_the_first_look() throws Exception {
        pool();
        lockedAt(estate.now().minus(Duration.ofDays(1)));
        everyHostIsClear();
        estate.estate.clock().forward(Duration.ofSeconds(5));
        assertThat(LockedEstate.word(estate.locks().look(estate.anna()))).isEqualTo("STALE NO_HOST_HAS_IT");
    }

    @Test
    void the_clock_is_asked_anew_inside_the_lease() throws Exception {
        pool();
        lockedAt(estate.now().minus(Duration.ofHours(1)));
        everyHostIsClear();
        ClearPlan plan = plan();
        assertThat(plan.rows().get(0).verdict().rule()).isEqualTo(LockRule.NO_HOST_HAS_IT);
        clocksFail(1); // at the look inside the lease
        refused(clear(plan), Refusal.Why.NEEDS_APPROVAL);
        assertThat(estate.annaIsLocked()).isTrue();
    }
}
