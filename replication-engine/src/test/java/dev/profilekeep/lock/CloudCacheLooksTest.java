package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Looks at locks under Cloud Cache. */
class CloudCacheLooksTest extends LooksCase {
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
}
