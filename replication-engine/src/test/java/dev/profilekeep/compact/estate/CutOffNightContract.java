package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.LON;
import static dev.profilekeep.compact.estate.CompactedEstate.disk;
import static dev.profilekeep.compact.estate.CompactedEstate.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.restore.Replacements;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers that go away and processes that die. On every database. */
abstract class CutOffNightContract extends CompactionContract {
    @Test
    void a_server_that_went_away_is_no_failure_and_what_lies_there_is_first_the_next_night() throws Exception {
        people("canaries: 0, stopAtFailures: 1", "anna");
        CompactionRun run = estate.compactions().begin("schedule", false, false, List.of());
        List<CompactionPart> parts = estate.compactions().plan(run.id());
        estate.compactions().look(parts.get(0), RunControl.NEVER_STOP);
        estate.estate
                .faulty(FRA)
                .fail(
                        (verb, path) -> verb.equals("create") && path.name().equals("new.disk"),
                        0,
                        1_000,
                        FaultyStorage.unreachable());

        estate.compactions().run(parts.get(0), RunControl.NEVER_STOP);
        CompactionRun done = estate.compactions().finish(run.id());

        assertThat(done.failed()).isZero();
        assertThat(done.stoppedBy()).isEmpty();
        assertThat(estate.item(done, "anna").why()).isEqualTo(Waits.UNREACHABLE);
        untouched("anna");
        CompactionRun next = estate.compactions().begin("schedule", false, false, List.of());
        assertThat(todo(estate.compactions().plan(next.id()).get(0)))
                .singleElement()
                .satisfies(work -> assertThat(work.waited()).isTrue());
    }

    @Test
    void where_only_one_of_two_copies_could_change_hands_each_is_told_and_the_other_follows_the_next_night()
            throws Exception {
        people("canaries: 0, stopAtFailures: 1", "anna");
        estate.lay(LON, "anna");
        estate.inventory();
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> verb.equals("replace") && path.equals(disk("anna")),
                        0,
                        1,
                        FaultyStorage.unreachable());

        CompactionRun run = estate.night();

        assertThat(estate.size(FRA, "anna")).isLessThan(full());
        assertThat(estate.content(LON, "anna")).isEqualTo(estate.full.content());
        assertThat(estate.items(run))
                .extracting(CompactionItem::locationId, CompactionItem::outcome)
                .as(estate.items(run).toString())
                .containsExactlyInAnyOrder(tuple(FRA, Outcome.COMPACTED), tuple(LON, Outcome.FAILED));
        CompactionRun next = estate.night();
        assertThat(estate.size(LON, "anna")).as(estate.items(next).toString()).isLessThan(full());
        assertThat(estate.content(LON, "anna")).isEqualTo(estate.full.content());
    }

    @Test
    void what_was_not_settled_is_found_out_the_next_time_and_counts_as_one_that_went_first() throws Exception {
        people("canaries: 1, canariesClean: 1, stopAtFailures: 1", "anna");
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
        CompactionItem open = estate.item(run, "anna");
        assertThat(open.outcome()).as(open.sentence()).isEqualTo(Outcome.PLANNED);
        assertThat(Replacements.isPurpose(open.purpose())).isTrue();
        assertThat(run.failed()).isZero();
        assertThat(waitingCanaries()).isEqualTo(1);

        gone[0] = false;
        estate.night();

        CompactionItem settled = estate.item(run, "anna");
        assertThat(settled.outcome()).as(settled.sentence()).isEqualTo(Outcome.COMPACTED);
        assertThat(settled.canary()).isTrue();
        assertThat(waitingCanaries()).isEqualTo(1);
        assertThat(estate.size(FRA, "anna")).isEqualTo(settled.bytesAfter());
    }

    @Test
    void a_process_that_died_after_an_exchange_leaves_what_tells_that_it_is_done() throws Exception {
        people("canaries: 0", "anna", "ben");
        CompactionRun run = estate.night();
        long after = estate.item(run, "anna").bytesAfter();
        // as if it had died before it recorded the one, and before it had begun to change the other
        Kept bens = estate.engine().swaps().kept(FRA).stream()
                .filter(kept -> kept.containerId() == estate.id("ben"))
                .findFirst()
                .orElseThrow();
        estate.estate.storage(FRA).delete(disk("ben"));
        estate.lay(FRA, "ben");
        estate.engine().swaps().drop(bens, Initiator.PERSON);
        estate.engine().catalog().database().<RuntimeException>run(session -> {
            session.update(
                    "UPDATE compaction_item SET step = 'BEGUN', outcome = 'PLANNED', bytes_after = -1, kept = FALSE");
            session.update("UPDATE compaction_run SET phase = 'FAILED'");
        });

        estate.compactions().resume(run.id(), "schedule", false);
        CompactionRun done = estate.compactions().goThrough(run.id(), RunControl.NEVER_STOP);

        assertThat(estate.item(done, "anna").outcome()).isEqualTo(Outcome.COMPACTED);
        assertThat(estate.item(done, "anna").bytesAfter()).isEqualTo(after);
        assertThat(estate.item(done, "ben").outcome()).isEqualTo(Outcome.COMPACTED);
        assertThat(estate.size(FRA, "ben")).isLessThan(full());
        assertThat(estate.engine().swaps().kept(FRA)).hasSize(2);
        assertThat(estate.compactions().kept().files()).isEqualTo(2);
    }

    @Test
    void the_numbers_of_a_run_that_died_say_what_was_settled_after_it() throws Exception {
        people("", "anna");
        CompactionRun run = estate.night();
        // as if it had died before it recorded what became of the disk
        estate.engine().catalog().database().<RuntimeException>run(session -> {
            session.update(
                    "UPDATE compaction_item SET step = 'BEGUN', outcome = 'PLANNED', bytes_after = -1, kept = FALSE");
            session.update("UPDATE compaction_run SET phase = 'FAILED', done = 0, compacted = 0, freed_bytes = 0");
        });

        CompactionRun next = estate.night();

        assertThat(estate.item(next, "anna").outcome()).isEqualTo(Outcome.SKIPPED);
        CompactionRun died = estate.compactions().find(run.id()).orElseThrow();
        assertThat(died.phase()).isEqualTo(Phase.FAILED);
        assertThat(died.done()).isEqualTo(1);
        assertThat(died.compacted()).isEqualTo(1);
        assertThat(died.freedBytes()).isEqualTo(run.freedBytes()).isPositive();
        assertThat(estate.compactions().trend(1)).singleElement().satisfies(day -> assertThat(day.freedBytes())
                .isEqualTo(run.freedBytes()));
    }

    @Test
    void an_unfinished_file_that_a_server_kept_when_it_went_away_is_gone_after_the_next_night() throws Exception {
        people("", "anna");
        boolean[] gone = new boolean[1];
        boolean[] over = new boolean[1];
        estate.estate
                .faulty(FRA)
                .fail(
                        (verb, path) -> {
                            gone[0] |= !over[0]
                                    && verb.equals("file.writeFully")
                                    && path.name().equals("new.disk");
                            return gone[0];
                        },
                        0,
                        Integer.MAX_VALUE,
                        FaultyStorage.unreachable());
        CompactionRun run = estate.night();
        assertThat(estate.item(run, "anna").why()).isEqualTo(Waits.UNREACHABLE);
        MemoryStorage storage = estate.estate.storage(FRA);
        assertThat(storage.list(StoragePath.of(".profilekeep"))).hasSize(1);
        gone[0] = false;
        over[0] = true;
        assertThat(estate.size(FRA, "anna")).isEqualTo(full());

        CompactionRun next = estate.night();

        assertThat(estate.item(next, "anna").outcome()).isEqualTo(Outcome.COMPACTED);
        assertThat(storage.list(StoragePath.of(".profilekeep")))
                .extracting(StoredFile::name)
                .containsExactlyElementsOf(estate.engine().swaps().kept(FRA).stream()
                        .map(Kept::txn)
                        .toList());
    }
}
