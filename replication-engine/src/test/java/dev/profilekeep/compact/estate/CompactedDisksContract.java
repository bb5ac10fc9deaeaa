package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.LON;
import static dev.profilekeep.compact.estate.CompactedEstate.disk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.disk.info.BlockUse;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.restore.Replacements;
import dev.profilekeep.storage.StoredFile;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes smaller, how it is told, and to whom. On every database. */
abstract class CompactedDisksContract extends CompactionContract {
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
