package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.LON;
import static dev.profilekeep.compact.estate.CompactedEstate.disk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one night of compactions leaves for the next, on every database. */
abstract class NextNightContract {
    @TempDir
    Path folder;

    private CompactedEstate estate;

    abstract String databaseYaml();

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    private void people(String policy, String... who) throws Exception {
        estate = new CompactedEstate(folder, databaseYaml(), policy);
        for (String one : who) {
            estate.lay(FRA, one);
        }
        estate.inventory();
    }

    private List<WorkRows.Work> planned(CompactionRun run) throws Exception {
        CompactionPart part = estate.compactions().plan(run.id()).get(0);
        return estate.engine()
                .catalog()
                .database()
                .<List<WorkRows.Work>, RuntimeException>call(session -> WorkRows.at(session, part, Step.WAITING));
    }

    @Test
    void who_was_in_use_is_first_the_next_night_though_a_run_for_another_place_and_a_look_came_between()
            throws Exception {
        people("canaries: 0", "anna", "ben");
        estate.lay(LON, "cleo");
        estate.inventory();
        try (OpenFile inUse = estate.estate.storage(FRA).openForReading(disk("ben"), Sharing.NONE)) {
            assertThat(inUse.size()).isPositive();
            assertThat(estate.item(estate.night(), "ben").why()).isEqualTo("in-use");
        }
        CompactionRun elsewhere = estate.compactions().runAll("Ada", true, false, List.of(LON), RunControl.NEVER_STOP);
        assertThat(estate.items(elsewhere)).extracting(CompactionItem::account).containsExactly("cleo");
        estate.compactions().runAll("Ada", true, true, List.of(), RunControl.NEVER_STOP);

        estate.estate.clock().forward(Duration.ofSeconds(61));
        CompactionRun next = estate.compactions().begin("schedule", false, false, List.of(FRA));

        assertThat(planned(next))
                .filteredOn(WorkRows.Work::waited)
                .extracting(WorkRows.Work::account)
                .containsExactly("ben");
        estate.compactions().goThrough(next.id(), RunControl.NEVER_STOP);
        CompactionRun last = estate.compactions().begin("schedule", false, false, List.of(FRA));
        assertThat(planned(last)).as("its turn came").noneMatch(WorkRows.Work::waited);
    }

    @Test
    void a_run_whose_exchange_was_settled_later_counts_what_it_freed() throws Exception {
        people("canaries: 0, stopAtFailures: 1", "anna", "ben");
        boolean[] replaced = new boolean[1];
        boolean[] gone = {true};
        estate.estate
                .faulty(FRA)
                .fail(
                        (verb, path) -> {
                            boolean now = replaced[0];
                            replaced[0] |= verb.equals("replace") && path.equals(disk("anna"));
                            return now && gone[0];
                        },
                        0,
                        100_000,
                        FaultyStorage.unreachable());
        CompactionRun run = estate.night();
        assertThat(replaced[0]).isTrue();
        long before = run.compacted();
        assertThat(estate.item(run, "anna").outcome()).isEqualTo(Outcome.PLANNED);

        gone[0] = false;
        estate.night();

        CompactionItem settled = estate.item(run, "anna");
        assertThat(settled.outcome()).as(settled.sentence()).isEqualTo(Outcome.COMPACTED);
        CompactionRun now = estate.compactions().find(run.id()).orElseThrow();
        assertThat(now.compacted()).isEqualTo(before + 1);
        assertThat(now.freedBytes()).isEqualTo(run.freedBytes() + settled.gain());
        assertThat(now.done()).isEqualTo(now.total());
        assertThat(now.possibleBytes()).isEqualTo(run.possibleBytes() - settled.gain());
        assertThat(now.endedAt()).as("it ended when it did").isEqualTo(run.endedAt());
        assertThat(now).isEqualTo(estate.compactions().within(now, Reach.EVERYWHERE));
        assertThat(estate.compactions().trend(1).get(0).freedBytes())
                .isEqualTo(estate.compactions().runs(9).stream()
                        .mapToLong(CompactionRun::freedBytes)
                        .sum());
    }

    @Test
    void a_run_that_a_former_version_planned_goes_on_with_the_steps_as_they_are_called_now() throws Exception {
        people("canaries: 0", "anna");
        CompactionRun run = estate.compactions().begin("schedule", false, false, List.of());
        assertThat(planned(run)).hasSize(1);
        String migration;
        try (var file = getClass().getResourceAsStream("/db/catalog/V31__steps_of_compactions.sql")) {
            migration = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        Database database = estate.engine().catalog().database();
        database.<RuntimeException>run(
                session -> assertThat(session.update("UPDATE compaction_item SET step = 'TODO' WHERE step = 'WAITING'"))
                        .isEqualTo(1));
        for (int twice = 0; twice < 2; twice++) {
            database.<RuntimeException>run(
                    session -> session.update(migration.strip().replaceAll(";$", "")));
        }

        CompactionRun done = estate.compactions().goThrough(run.id(), RunControl.NEVER_STOP);

        assertThat(done.compacted()).isEqualTo(1);
    }
}
