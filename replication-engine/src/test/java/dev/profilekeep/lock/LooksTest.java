package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StoragePath;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What one look sees, and how often it tries a disk. */
class LooksTest extends LooksCase {
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
    void a_disk_that_vanished_since_the_last_inventory_leaves_it_unproved_until_the_next() throws Exception {
        standard();
        estate.estate.put(LON, "S-1-5-21-1-2-3-1009_ben/Profile_ben.VHDX", "gpt-msr.vhdx");
        MemoryStorage london = estate.estate.storage(LON);
        remove(london, london.stat(StoragePath.of(ANNAS).parent()));

        assertThat(estate.verdict()).isEqualTo("UNPROVED CANNOT_TELL");

        estate.inventory();
        assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
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
    void a_container_that_is_not_there_cannot_be_looked_at() {
        standard();
        assertThatThrownBy(() -> estate.locks().look(4711))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4711");
    }
}
