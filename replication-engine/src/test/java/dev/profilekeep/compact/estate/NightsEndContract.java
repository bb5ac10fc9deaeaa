package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.inventory.RunControl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a night begins nothing, or nothing more. On every database. */
abstract class NightsEndContract extends CompactionContract {
    private long compactedSoFar() {
        return estate.compactions().latest().map(CompactionRun::compacted).orElse(0L);
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
}
