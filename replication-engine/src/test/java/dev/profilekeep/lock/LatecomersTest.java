package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under Cloud Cache: AVD-4 crashed with Anna on it, and she tries her luck at AVD-2, where others work. */
class LatecomersTest {
    private static final long OTHERS_CACHE = 5_000_000_000L;

    @TempDir
    Path folder;

    private LockedEstate estate;
    private Instant came;
    private Instant boot;

    @BeforeEach
    void crash() throws Exception {
        estate = LockedEstate.cloudCache(folder).annaLocked();
        for (String location : List.of(FRA, LON)) {
            estate.estate.write(location, ANNAS + ".meta", new byte[1024]);
        }
        came = estate.now();
        write();
        estate.aMinuteLater();
        estate.report("AVD-4", null, OTHERS_CACHE, List.of(LockedEstate.annaSince(came)));
        estate.aMinuteLater();
        boot = estate.now();
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void write() throws IOException {
        for (String location : List.of(FRA, LON)) {
            for (String file : List.of(ANNAS, ANNAS + ".lock", ANNAS + ".meta")) {
                estate.estate.storage(location).setTimes(StoragePath.of(file), 0, StoredFile.fromInstant(estate.now()));
            }
        }
    }

    private void later(int minutes) {
        estate.estate.clock().forward(Duration.ofMinutes(minutes));
    }

    /** AVD-4 has been back for minutes, and everything is quiet. */
    private String wordWhenBack() {
        later(7);
        estate.report("AVD-4", boot, OTHERS_CACHE);
        estate.verdict();
        later(6);
        estate.report("AVD-4", boot, OTHERS_CACHE);
        return estate.verdict();
    }

    @Test
    void without_another_host_the_crashed_one_is_proved() {
        assertThat(wordWhenBack()).isEqualTo("STALE BACK_AND_QUIET");
    }

    @Test
    void a_host_that_the_lock_kept_out_has_not_made_it() {
        later(3);
        estate.reportLockedOut("AVD-2", estate.now());
        estate.aMinuteLater();
        estate.report("AVD-2", null, OTHERS_CACHE);
        assertThat(wordWhenBack()).isEqualTo("STALE BACK_AND_QUIET");
        assertThat(estate.locks()
                        .find(estate.anna())
                        .orElseThrow()
                        .verdict()
                        .holder()
                        .host())
                .isEqualTo("AVD-4");
    }

    @Test
    void a_host_where_she_was_minutes_after_the_last_write_has_not_made_it() {
        later(2);
        estate.report("AVD-2", null, OTHERS_CACHE, List.of(LockedEstate.annaSince(estate.now())));
        estate.aMinuteLater();
        estate.report("AVD-2", null, OTHERS_CACHE);
        assertThat(wordWhenBack()).isEqualTo("STALE BACK_AND_QUIET");
    }

    @Test
    void a_lock_that_was_proved_stays_so_when_she_tries_another_host() {
        assertThat(wordWhenBack()).isEqualTo("STALE BACK_AND_QUIET");
        estate.reportLockedOut("AVD-2", estate.now());
        assertThat(estate.verdict()).isEqualTo("LIVE SESSION");
        estate.report("AVD-2", null, OTHERS_CACHE);
        estate.report("AVD-4", boot, OTHERS_CACHE);
        assertThat(estate.verdict()).isEqualTo("STALE BACK_AND_QUIET");
    }

    @Test
    void a_host_that_tells_of_other_trouble_may_keep_something() {
        later(3);
        estate.reportTrouble("AVD-2", estate.now(), "could not write to a provider. Status: 0x40");
        estate.aMinuteLater();
        estate.report("AVD-2", null, OTHERS_CACHE);
        assertThat(wordWhenBack()).isEqualTo("UNPROVED NO_HOLDER");
    }

    @Test
    void a_host_that_cannot_tell_what_is_mounted_may_have_made_it() {
        later(3);
        estate.reportLockedOut("AVD-2", estate.now());
        estate.aMinuteLater();
        estate.reportMountsUnread("AVD-2", OTHERS_CACHE);
        assertThat(wordWhenBack()).isEqualTo("UNPROVED NO_HOLDER");
    }

    @Test
    void a_host_that_has_not_spoken_since_may_have_made_it() {
        later(3);
        estate.reportLockedOut("AVD-2", estate.now());
        assertThat(wordWhenBack()).isEqualTo("UNPROVED NO_HOLDER");
    }

    @Test
    void a_host_whose_clock_is_not_known_may_have_made_it() {
        later(2);
        estate.reportAhead("AVD-2", Duration.ofSeconds(1), OTHERS_CACHE, List.of(LockedEstate.annaSince(estate.now())));
        estate.aMinuteLater();
        estate.reportAhead("AVD-2", Duration.ofSeconds(1), OTHERS_CACHE, List.of());
        assertThat(wordWhenBack()).isEqualTo("UNPROVED NO_HOLDER");
    }

    @Test
    void what_was_written_after_she_came_may_be_that_hosts() throws Exception {
        later(3);
        estate.reportLockedOut("AVD-2", estate.now());
        estate.aMinuteLater();
        write();
        estate.aMinuteLater();
        estate.report("AVD-2", null, OTHERS_CACHE);
        assertThat(wordWhenBack()).isEqualTo("UNPROVED NO_HOLDER");
    }

    @Test
    void of_a_file_that_was_open_an_older_time_is_believed() throws Exception {
        try (var held = estate.open(LON, ANNAS)) {
            assertThat(estate.verdict()).startsWith("LIVE");
            later(2);
            assertThat(estate.verdict()).startsWith("LIVE");
        }
        // What the server tells once the file is closed is of before the last look.
        estate.estate
                .storage(LON)
                .setTimes(StoragePath.of(ANNAS + ".meta"), 0, StoredFile.fromInstant(came.plusSeconds(30)));
        boot = estate.now();
        assertThat(wordWhenBack()).isEqualTo("STALE BACK_AND_QUIET");
    }
}
