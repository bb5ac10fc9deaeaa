package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.engine.Estate;
import dev.profilekeep.session.ImportOptions;
import dev.profilekeep.session.SessionImports;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under Cloud Cache: what a host's word proves, and what takes it away. */
class HostWordTest {
    /** Before the lock files of the estate were written. */
    private static final Instant BEFORE = Instant.parse("2022-06-18T04:00:00Z");

    @TempDir
    Path folder;

    private LockedEstate estate;

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    private void cloudCache() {
        estate = LockedEstate.cloudCache(folder).annaLocked();
        for (String location : List.of(FRA, LON)) {
            estate.estate.write(location, ANNAS + ".meta", new byte[1024]);
        }
    }

    private static void at(LockedEstate estate, String location, String path, Instant when) throws Exception {
        estate.estate.storage(location).setTimes(StoragePath.of(path), 0, StoredFile.fromInstant(when));
    }

    /** Anna was on it when it was started anew, and it is back for minutes. */
    private Instant restarted(String host) {
        estate.report(host, null, null, List.of(LockedEstate.annaSince(BEFORE)));
        estate.aMinuteLater();
        Instant boot = estate.now();
        estate.aMinuteLater();
        estate.report(host, boot, null);
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        estate.estate.clock().forward(Duration.ofMinutes(6));
        estate.report(host, boot, null);
        return boot;
    }

    @Test
    void of_two_machines_with_one_name_neither_speaks_for_the_other() {
        cloudCache();
        estate.reportOf("AVD-1", "corp-a.example", 5_000_000_000L, List.of(LockedEstate.annaSince(BEFORE)));
        assertThat(estate.verdict()).isEqualTo("LIVE SESSION");
        estate.reportOf("AVD-1", "corp-b.example", 0L, List.of());
        assertThat(estate.verdict()).startsWith("UNPROVED");
        LockVerdict verdict = estate.locks().find(estate.anna()).orElseThrow().verdict();
        assertThat(verdict.observations()).anyMatch(seen -> estate.locks()
                .words(Locale.ENGLISH, ZoneOffset.UTC)
                .line(seen, estate.now())
                .contains("more than one machine called AVD-1 (corp-a.example, corp-b.example)"));
        assertThatThrownBy(() -> estate.locks()
                        .goneHosts()
                        .declare("avd-1.corp-b.example", estate.now(), LockedEstate.ADA, "deleted", ""))
                .isInstanceOf(GoneRefusedException.class)
                .hasMessageContaining("more than one machine called");
    }

    @Test
    void a_pool_whose_host_is_of_another_domain_than_the_one_that_told_is_not_clear() throws Exception {
        estate = LockedEstate.cloudCacheOf(folder, "avd-1.corp-a.example").annaLocked();
        estate.reportOf("AVD-1", "corp-b.example", 0L, List.of());
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
        estate = reopenedWith("avd-1.corp-b.example");
        estate.reportOf("AVD-1", "corp-b.example", 0L, List.of());
        assertThat(estate.verdict()).isEqualTo("STALE NO_HOST_HAS_IT");
    }

    private LockedEstate reopenedWith(String host) throws Exception {
        estate.close();
        Files.createDirectory(folder.resolve("again"));
        return LockedEstate.cloudCacheOf(folder.resolve("again"), host).annaLocked();
    }

    @Test
    void an_export_does_not_outvote_what_a_host_says_of_its_own_start() throws Exception {
        cloudCache();
        estate.report("AVD-6", estate.now().minus(Duration.ofHours(50)), null, List.of(LockedEstate.annaSince(BEFORE)));
        estate.aMinuteLater();
        String boot = estate.now().toString();
        estate.estate.clock().forward(Duration.ofMinutes(6));
        estate.report("AVD-6", estate.now().minus(Duration.ofHours(50)), null);
        String export = "Host,BootTime\nAVD-6," + boot + "\n";
        estate.engine()
                .sessionImports()
                .take(
                        new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)),
                        SessionImports.Format.CSV,
                        ImportOptions.of("broker", estate.now()),
                        LockedEstate.ADA);
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
    }

    @Test
    void a_host_that_is_back_proves_nothing_while_a_lock_goes() {
        cloudCache();
        restarted("AVD-12");
        estate.estate.delete(LON, ANNAS + ".lock");
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        estate.estate.clock().forward(Duration.ofMinutes(6));
        assertThat(estate.verdict()).isEqualTo("STALE BACK_AND_QUIET");
    }

    @Test
    void a_host_that_is_back_proves_nothing_while_a_disk_is_written() throws Exception {
        cloudCache();
        Instant boot = restarted("AVD-12");
        at(estate, FRA, ANNAS, estate.now());
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        estate.estate.clock().forward(Duration.ofMinutes(6));
        assertThat(estate.verdict()).as("its word is from before").isEqualTo("UNPROVED CACHE_MAY_BE");
        estate.report("AVD-12", boot, null);
        assertThat(estate.verdict()).isEqualTo("STALE BACK_AND_QUIET");
    }

    @Test
    void a_copy_without_a_state_file_agrees_with_nobody() {
        cloudCache();
        estate.estate.delete(LON, ANNAS + ".meta");
        restarted("AVD-12");
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        estate.estate.delete(FRA, ANNAS + ".meta");
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
    }

    @Test
    void a_host_that_keeps_nothing_did_not_write_what_was_written_after_its_word() throws Exception {
        cloudCache();
        estate.report("AVD-12", null, 4096L, List.of(LockedEstate.annaSince(BEFORE)));
        estate.aMinuteLater();
        estate.report("AVD-12", null, 0L);
        assertThat(estate.verdict()).isEqualTo("STALE CACHE_GONE");
        estate.aMinuteLater();
        at(estate, LON, ANNAS, estate.now());
        estate.aMinuteLater();
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        estate.aMinuteLater();
        estate.report("AVD-12", null, 0L);
        assertThat(estate.verdict()).isEqualTo("STALE CACHE_GONE");
    }

    @Test
    void a_whole_pool_proves_nothing_while_one_word_is_older_than_what_was_written() throws Exception {
        for (String file : List.of(ANNAS, ANNAS + ".meta")) {
            pool("H-1", "H-2");
            estate.report("H-1", null, 0L);
            estate.estate.clock().forward(Duration.ofMinutes(4));
            at(estate, LON, file, estate.now()); // by H-1, where Anna came back
            estate.estate.clock().forward(Duration.ofMinutes(5));
            estate.report("H-2", null, 0L);
            estate.estate.clock().forward(Duration.ofSeconds(5));
            assertThat(LockedEstate.word(estate.locks().look(estate.anna())))
                    .as(file)
                    .isEqualTo("UNPROVED NO_HOLDER");
            estate.report("H-1", null, 0L);
            assertThat(estate.verdict()).as(file).isEqualTo("STALE NO_HOST_HAS_IT");
        }
    }

    @Test
    void a_word_of_the_very_minute_in_which_something_was_written_proves_nothing() throws Exception {
        pool("H-1");
        at(estate, LON, ANNAS, estate.now());
        estate.estate.clock().forward(Duration.ofSeconds(30));
        estate.report("H-1", null, 0L);
        assertThat(estate.verdict()).isEqualTo("UNPROVED NO_HOLDER");
        estate.report("H-1", null, 0L);
        assertThat(estate.verdict()).isEqualTo("STALE NO_HOST_HAS_IT");
    }

    @Test
    void a_host_that_is_back_did_not_write_what_was_written_after_its_word() throws Exception {
        cloudCache();
        Instant boot = restarted("AVD-12");
        assertThat(estate.verdict()).isEqualTo("STALE BACK_AND_QUIET");
        at(estate, FRA, ANNAS, estate.now());
        estate.estate.clock().forward(Duration.ofMinutes(6));
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        estate.estate.clock().forward(Duration.ofMinutes(5));
        estate.report("AVD-12", boot, null);
        assertThat(estate.verdict()).isEqualTo("STALE BACK_AND_QUIET");
    }

    private void pool(String... hosts) throws Exception {
        close();
        Path own = Files.createTempDirectory(folder, "pool");
        estate = LockedEstate.cloudCacheOf(own, hosts).annaLocked();
        for (String location : List.of(FRA, LON)) {
            estate.estate.write(location, ANNAS + ".meta", new byte[1024]);
        }
    }

    @Test
    void a_disk_that_was_written_after_it_was_tried_is_not_free() throws Exception {
        estate = LockedEstate.standard(folder).annaLocked();
        assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
        estate.estate.clock().forward(Duration.ofSeconds(20));
        at(estate, FRA, ANNAS, estate.now());
        assertThat(LockedEstate.word(estate.locks().look(estate.anna()))).isEqualTo("UNPROVED CANNOT_TELL");
        assertThat(estate.verdict()).as("tried anew").isEqualTo("STALE FREE_EVERYWHERE");
    }

    @Test
    void a_copy_that_was_gone_and_is_back_in_the_other_order_is_looked_at() throws Exception {
        estate = LockedEstate.standard(folder).annaLocked();
        estate.estate.delete(LON, ANNAS);
        estate.estate.delete(LON, ANNAS + ".lock");
        estate.inventory();
        String back = "anna_" + Estate.ANNA + "/Profile_anna.VHDX";
        estate.estate.put(LON, back, "gpt-msr.vhdx");
        try (var open = estate.open(LON, back)) {
            assertThat(open.size()).isPositive();
            assertThat(estate.verdict()).isEqualTo("LIVE HELD");
        }
    }

    @Test
    void a_lock_file_without_its_disk_says_nothing_of_the_disk() {
        estate = LockedEstate.standard(folder).annaLocked();
        estate.estate.delete(LON, ANNAS);
        assertThat(estate.verdict()).isEqualTo("UNPROVED CANNOT_TELL");
    }

    @Test
    void a_brokers_list_of_its_machines_proves_nothing_of_who_works_there() throws Exception {
        cloudCache();
        Instant since = BEFORE;
        estate.report("AVD-1", null, 0L, List.of(LockedEstate.annaSince(since)));
        assertThat(estate.verdict()).isEqualTo("LIVE SESSION");
        imported("MachineName,DNSName,SID,SessionCount,SummaryState\nCORP\\AVD-1,avd-1.corp.example,"
                + "S-1-5-21-1111111111-2222222222-333333333-4711,17,InUse\n");
        assertThat(estate.verdict()).isEqualTo("LIVE SESSION");
    }

    @Test
    void an_export_does_not_overrule_a_session_that_the_host_told_of_in_the_last_ten_minutes() throws Exception {
        cloudCache();
        estate.report("AVD-1", null, 0L, List.of(LockedEstate.annaSince(BEFORE)));
        estate.aMinuteLater();
        imported("Host,User,Sid\nAVD-1,otto,S-1-5-21-1-2-3-1002\n");
        assertThat(estate.verdict()).isEqualTo("LIVE SESSION");
    }

    private void imported(String table) throws Exception {
        estate.engine()
                .sessionImports()
                .take(
                        new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)),
                        SessionImports.Format.CSV,
                        ImportOptions.of("broker", estate.now()),
                        LockedEstate.ADA);
    }
}
