package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.restore.RestoreOutcome;
import dev.profilekeep.restore.RestoreProgress;
import dev.profilekeep.restore.Undoable;
import dev.profilekeep.storage.Initiator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Old disks that are kept: going back to them, and when they go. On every database. */
abstract class OldDisksContract extends CompactionContract {
    private void goBack(String who) throws IOException {
        var restores = estate.engine().restores();
        List<Undoable> kept = restores.kept(estate.id(who), Reach.EVERYWHERE);
        var plan = restores.planUndo(kept.get(0), Initiator.PERSON, Reach.EVERYWHERE);
        RestoreOutcome outcome = restores.undo(plan, null, asked(), RestoreProgress.NONE);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
    }

    @Test
    void what_somebody_put_back_is_left_alone_for_thirty_days() throws Exception {
        people("", "anna");
        estate.night();
        estate.estate.clock().forward(Duration.ofSeconds(61));
        goBack("anna");

        CompactionRun next = estate.night();

        assertThat(estate.item(next, "anna").why()).isEqualTo(Waits.PUT_BACK);
        assertThat(estate.item(next, "anna").sentence()).startsWith("somebody put the larger disk back on 2022-06-");
        estate.estate.clock().forward(Duration.ofSeconds(61));
        CompactionRun asked = estate.compactions().runAll("Ada", true, false, List.of(), RunControl.NEVER_STOP);
        assertThat(estate.item(asked, "anna").why()).isEqualTo(Waits.PUT_BACK);
        assertThat(estate.size(FRA, "anna")).isEqualTo(full());
        estate.estate.clock().forward(Duration.ofDays(30));
        CompactionRun later = estate.night();
        assertThat(estate.item(later, "anna").outcome()).isEqualTo(Outcome.COMPACTED);
    }

    @Test
    void one_that_went_first_and_was_put_back_proves_nothing_for_others() throws Exception {
        people("canaries: 1, canariesClean: 1", "anna", "ben", "cleo");
        CompactionRun first = estate.night();
        String canary = estate.items(first).stream()
                .filter(CompactionItem::canary)
                .findFirst()
                .orElseThrow()
                .account();
        estate.estate.clock().forward(Duration.ofSeconds(61));
        goBack(canary);
        estate.use(FRA, canary);

        CompactionRun second = estate.night();

        assertThat(second.compacted()).as("another goes first").isEqualTo(1);
        assertThat(estate.item(second, canary).why()).isEqualTo(Waits.PUT_BACK);
        assertThat(estate.items(second)).extracting(CompactionItem::why).contains(Waits.FOR_CANARIES);
    }

    @Test
    void one_that_went_first_and_was_made_anew_proves_nothing_for_others() throws Exception {
        people("canaries: 1, canariesClean: 1", "anna");
        estate.night();
        estate.estate.clock().forward(Duration.ofSeconds(61));
        assertThat(waitingCanaries()).isEqualTo(1);
        var restores = estate.engine().restores();

        RestoreOutcome outcome = restores.firstAid(
                restores.planFirstAid(estate.id("anna"), Initiator.PERSON, Reach.EVERYWHERE), asked());

        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(waitingCanaries()).isZero();
    }

    @Test
    void going_back_puts_the_larger_disk_in_place_again() throws Exception {
        people("", "anna");
        CompactionRun run = estate.night();
        estate.estate.clock().forward(Duration.ofSeconds(61));

        List<Undoable> kept = estate.engine().restores().kept(estate.id("anna"), Reach.EVERYWHERE);
        assertThat(kept).singleElement().satisfies(one -> assertThat(one.purpose())
                .isEqualTo(estate.item(run, "anna").purpose()));
        goBack("anna");

        assertThat(estate.size(FRA, "anna")).isEqualTo(full());
        assertThat(estate.content(FRA, "anna")).isEqualTo(estate.full.content());
    }

    @Test
    void an_old_file_that_is_gone_takes_no_room_any_more() throws Exception {
        people("", "anna");
        estate.night();
        estate.use(FRA, "anna");
        estate.estate.clock().forward(Duration.ofDays(6));
        estate.engine().restores().sweepKept(() -> false);
        assertThat(estate.compactions().kept().files()).isEqualTo(1);
        estate.estate.clock().forward(Duration.ofDays(2));

        estate.engine().restores().sweepKept(() -> false);

        assertThat(estate.engine().swaps().kept(FRA)).isEmpty();
        assertThat(estate.compactions().kept()).isEqualTo(new KeptSpace(0, 0, null, null));
    }

    @Test
    void no_old_file_goes_before_each_smaller_copy_is_sound() throws Exception {
        people("", "anna");
        estate.lay(LON, "anna");
        estate.inventory();
        estate.night();
        estate.use(FRA, "anna");
        estate.damage(LON, "anna");
        estate.estate.clock().forward(Duration.ofDays(8));

        estate.engine().restores().sweepKept(() -> false);

        assertThat(estate.engine().swaps().kept(LON)).hasSize(1);
        assertThat(estate.engine().swaps().kept(FRA)).hasSize(1);
        estate.damage(LON, "anna"); // twice is as it was

        estate.engine().restores().sweepKept(() -> false);

        assertThat(estate.engine().swaps().kept(LON)).isEmpty();
        assertThat(estate.engine().swaps().kept(FRA)).isEmpty();
    }
}
