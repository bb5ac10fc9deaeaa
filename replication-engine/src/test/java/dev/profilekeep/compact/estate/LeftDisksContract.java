package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.LON;
import static dev.profilekeep.compact.estate.CompactedEstate.disk;
import static dev.profilekeep.compact.estate.CompactedEstate.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.Volume;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Disks that are left as they are, and why. On every database. */
abstract class LeftDisksContract extends CompactionContract {
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
}
