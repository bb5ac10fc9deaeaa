package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.engine.Estate;
import dev.profilekeep.session.ImportOptions;
import dev.profilekeep.session.SessionImports;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under Cloud Cache: whoever may have been at a container, or says something of it, is suspected. */
class MaybeHeldTest {
    @TempDir
    Path folder;

    private LockedEstate estate;
    private Instant start;

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    private void cloudCache(String... hosts) {
        estate = (hosts.length == 0 ? LockedEstate.cloudCache(folder) : LockedEstate.cloudCacheOf(folder, hosts))
                .annaLocked();
        for (String location : List.of(FRA, LON)) {
            estate.estate.write(location, ANNAS + ".meta", new byte[1024]);
        }
        start = estate.now();
    }

    /** The clock goes on to so many minutes after the beginning. */
    private void minute(int minute) {
        estate.estate.clock().set(at(minute));
    }

    private Instant at(int minute) {
        return start.plus(Duration.ofMinutes(minute));
    }

    private void written(String location, String path, int minute) throws IOException {
        estate.estate.storage(location).setTimes(StoragePath.of(path), 0, StoredFile.fromInstant(at(minute)));
    }

    /** The lock files of both sites, and everything else. */
    private void written(int fra, int lon, int rest) throws IOException {
        written(FRA, ANNAS + ".lock", fra);
        written(LON, ANNAS + ".lock", lon);
        for (String location : List.of(FRA, LON)) {
            written(location, ANNAS, rest);
            written(location, ANNAS + ".meta", rest);
        }
    }

    @Test
    void a_host_with_a_session_when_the_newer_lock_was_written_may_have_made_it() throws Exception {
        cloudCache();
        minute(15);
        estate.report("AVD-1", null, 4096L, List.of(LockedEstate.annaSince(at(10))));
        minute(18);
        estate.report("AVD-1", null, 4096L, List.of(LockedEstate.annaSince(at(10))));
        minute(80);
        estate.report("AVD-2", null, 4096L, List.of(LockedEstate.annaSince(at(75))));
        minute(105);
        estate.report("AVD-2", null, 4096L, List.of(LockedEstate.annaSince(at(75))));
        minute(115);
        estate.report("AVD-2", null, 5_000_000_000L);
        minute(150);
        estate.report("AVD-1", at(140), 0L);
        minute(199);
        estate.report("AVD-1", at(140), 0L);
        estate.report("AVD-2", null, 5_000_000_000L);
        minute(200);
        written(20, 100, 105);
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
        assertThat(estate.locks().find(estate.anna()).orElseThrow().verdict().observations())
                .anyMatch(seen -> seen.fact() instanceof Fact.SessionThen then
                        && then.host().equals("AVD-2"));
    }

    @Test
    void a_host_with_a_session_when_only_the_disk_was_written_may_keep_changes() throws Exception {
        cloudCache();
        minute(30);
        estate.report("AVD-1", null, null, List.of(LockedEstate.annaSince(at(10))));
        minute(90);
        estate.report("AVD-2", null, null, List.of(LockedEstate.annaSince(at(80))));
        minute(100);
        estate.report("AVD-2", null, 4096L);
        estate.report("AVD-1", at(40), null);
        minute(120);
        estate.report("AVD-1", at(40), 0L);
        written(20, 20, 85);
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
    }

    @Test
    void a_session_at_a_host_whose_clock_is_ahead_began_earlier_than_it_says() throws Exception {
        cloudCache();
        minute(30);
        estate.report("AVD-1", null, 4096L, List.of(LockedEstate.annaSince(at(10))));
        minute(32);
        estate.reportAhead("AVD-2", Duration.ofHours(1), 4096L, List.of(LockedEstate.annaSince(at(85))));
        minute(90);
        estate.reportAhead("AVD-2", Duration.ofHours(1), 4096L, List.of(LockedEstate.annaSince(at(85))));
        minute(100);
        estate.reportAhead("AVD-2", Duration.ofHours(1), 4096L, List.of());
        estate.report("AVD-1", null, 0L);
        written(29, 29, 29);
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
    }

    @Test
    void an_empty_cache_says_nothing_of_a_session_that_may_have_lasted_longer() throws Exception {
        cloudCache();
        minute(30);
        estate.report("AVD-1", null, 4096L, List.of(LockedEstate.annaSince(at(10))));
        minute(40);
        estate.report("AVD-1", null, 0L, List.of(LockedEstate.annaSince(at(10))));
        minute(50);
        String export = "Host,UserName,UserSID,SessionState\nAVD-1,EXAMPLE\\ben," + Estate.BEN + ",Active\n";
        estate.engine()
                .sessionImports()
                .take(
                        new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)),
                        SessionImports.Format.CSV,
                        ImportOptions.of("broker", estate.now()),
                        LockedEstate.ADA);
        written(25, 25, 25);
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        minute(55);
        estate.report("AVD-1", null, 0L);
        assertThat(estate.verdict()).isEqualTo("STALE CACHE_GONE");
    }

    @Test
    void a_domain_that_only_a_sets_hosts_tell_makes_two_machines_of_one_name() throws Exception {
        cloudCache("X-1.a.example", "H-2");
        minute(30);
        estate.reportOf("X-1", "b.example", 4096L, List.of(LockedEstate.annaSince(at(10))));
        minute(40);
        estate.reportOf("X-1", "b.example", 0L, List.of());
        written(25, 25, 25);
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
        assertThat(estate.locks().find(estate.anna()).orElseThrow().verdict().observations())
                .anyMatch(seen -> seen.fact() instanceof Fact.HostNamesakes twins
                        && twins.domains().equals("a.example, b.example"));
    }

    @Test
    void a_domain_that_only_a_file_server_tells_makes_two_machines_of_one_name() {
        cloudCache();
        estate.reportOf("AVD-12", "a.example", 4096L, List.of(LockedEstate.annaSince(at(-10))));
        assertThat(suspect("\\\\avd-12.A.example").why()).isNull();
        for (String machine : List.of("\\\\AVD-12.b.example", "avd-12.b.example")) {
            Observation why = suspect(machine).why();
            assertThat(why).isNotNull();
            assertThat(why.fact()).isEqualTo(new Fact.HostNamesakes("AVD-12", "a.example, b.example"));
        }
    }

    private HostSeen suspect(String machine) {
        HostWitness witness = new HostWitness(estate.engine().sessions(), List.of());
        LockCase lock = LockCase.of(
                Estate.ANNA,
                "Profile_anna",
                false,
                witness.historyOf(Estate.ANNA, "anna"),
                List.of(),
                List.of(machine),
                Map.of());
        return witness.suspects(lock).get(0);
    }

    @Test
    void a_mounted_cache_disk_of_that_name_contradicts_an_empty_cache() throws Exception {
        cloudCache();
        minute(30);
        estate.report("AVD-1", null, 4096L, List.of(LockedEstate.annaSince(at(10))));
        written(25, 25, 25);
        for (String path :
                List.of("C:\\ProgramData\\FSLogix\\Cache\\PROFILE_ANNA.vhdx", "D:\\Cache/Profile_anna.VHD")) {
            estate.aMinuteLater();
            estate.reportMounted("AVD-1", 0L, path);
            assertThat(estate.verdict()).as(path).isEqualTo("UNPROVED CACHE_MAY_BE");
        }
        for (String path :
                List.of("C:\\Cache\\" + Estate.BEN + "_anna\\Profile_anna.VHDX", "C:\\Cache\\Profile_joanna.VHDX")) {
            estate.aMinuteLater();
            estate.reportMounted("AVD-1", 0L, path);
            assertThat(estate.verdict()).as(path).isEqualTo("STALE CACHE_GONE");
        }
    }

    @Test
    void whoever_has_a_disk_of_that_name_mounted_is_suspected() throws Exception {
        cloudCache();
        minute(30);
        estate.report("AVD-1", null, 4096L, List.of(LockedEstate.annaSince(at(10))));
        minute(40);
        estate.report("AVD-1", null, 0L);
        estate.reportMounted("AVD-9", 4096L, "C:\\Cache\\Profile_anna.VHDX");
        written(25, 25, 25);
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
        estate.reportMounted("AVD-9", 4096L);
        assertThat(estate.verdict()).isEqualTo("STALE CACHE_GONE");
    }

    @Test
    void a_host_that_cannot_tell_what_it_has_mounted_does_not_say_that_it_keeps_nothing() throws Exception {
        cloudCache();
        minute(30);
        estate.report("AVD-1", null, 4096L, List.of(LockedEstate.annaSince(at(10))));
        minute(40);
        estate.reportMountsUnread("AVD-1", 0L);
        written(25, 25, 25);
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        estate.report("AVD-1", null, 0L);
        assertThat(estate.verdict()).isEqualTo("STALE CACHE_GONE");
    }
}
