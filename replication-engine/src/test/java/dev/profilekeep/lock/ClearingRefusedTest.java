package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.HELGE;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.lease.Lease;
import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.Refusal.Why;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When nothing is cleared, and what is said then. */
class ClearingRefusedTest extends ClearingCase {
    @Test
    void a_lock_in_use_is_never_cleared() throws Exception {
        standard();
        try (OpenFile open = estate.open(LON, ANNAS)) {
            assertThat(open.size()).isPositive();
            ClearPlan plan = plan();
            assertThat(plan.count()).isZero();
            assertThat(plan.rows().get(0).refusal().why()).isEqualTo(Why.LIVE);
            refused(clear(plan), Why.LIVE);
        }
        assertThat(estate.exists(FRA, ANNAS + ".lock")).isTrue();
    }

    @Test
    void whoever_opens_a_disk_between_the_plan_and_the_act_wins() throws Exception {
        standard();
        ClearPlan plan = plan();
        try (OpenFile open = estate.open(LON, ANNAS)) {
            refused(clear(plan), Why.LIVE);
            assertThat(open.size()).as("and keeps it").isPositive();
            assertThat(LockedEstate.word(estate.locks().look(estate.anna())))
                    .as("what was free before is not said to be free any more")
                    .isEqualTo("UNPROVED CANNOT_TELL");
        }
        assertThat(estate.verdict()).as("tried anew").isEqualTo("STALE FREE_EVERYWHERE");
        assertThat(estate.exists(FRA, ANNAS + ".lock")).isTrue();
        assertThat(estate.exists(LON, ANNAS + ".lock")).isTrue();
        assertThat(estate.audit("lock.clear"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.entry().outcome()).startsWith("refused: "));
    }

    @Test
    void whoever_has_the_lock_file_itself_open_wins() throws Exception {
        standard();
        ClearPlan plan = plan();
        try (OpenFile open = estate.open(FRA, ANNAS + ".lock")) {
            assertThat(open.size()).isPositive();
            ClearOutcome outcome = clear(plan);
            assertThat(outcome.result()).isEqualTo(Result.REFUSED);
        }
        assertThat(estate.exists(FRA, ANNAS + ".lock")).isTrue();
        assertThat(estate.exists(LON, ANNAS + ".lock")).isTrue();
    }

    @Test
    void a_lock_or_disk_that_changed_since_the_plan_is_refused() throws Exception {
        standard();
        ClearPlan plan = plan();
        estate.estate.write(LON, ANNAS + ".lock", new byte[5]);
        refused(clear(plan), Why.CHANGED);
        assertThat(estate.exists(FRA, ANNAS + ".lock")).isTrue();

        ClearPlan again = plan();
        try (OpenFile disk = estate.open(FRA, ANNAS)) {
            disk.writeFully(0, ByteBuffer.wrap(new byte[] {1}));
        }
        refused(clear(again), Why.CHANGED);

        ClearPlan third = plan();
        estate.lockFile(LON, ANNAS); // the same bytes, another file
        refused(clear(third), Why.CHANGED);
        assertThat(estate.exists(LON, ANNAS + ".lock")).isTrue();
    }

    @Test
    void a_location_in_mode_observe_lets_nobody_clear() {
        standard();
        estate.engine().locations().changeMode(LON, LocationMode.OBSERVE, ADA, "look only");
        ClearPlan plan = plan();
        assertThat(plan.rows().get(0).refusal().why()).isEqualTo(Why.MODE);
        assertThat(plan.rows().get(0).refusal().sentence()).contains(LON).contains("ASSIST");

        estate.engine().locations().changeMode(LON, LocationMode.ASSIST, ADA, "help");
        ClearPlan allowed = plan();
        assertThat(allowed.count()).isEqualTo(1);
        estate.engine().locations().changeMode(LON, LocationMode.OBSERVE, ADA, "no more");
        refused(clear(allowed), Why.MODE);
        assertThat(estate.annaIsLocked()).isTrue();
    }

    @Test
    void without_an_entry_in_the_audit_nothing_is_done() {
        standard();
        ClearPlan plan = plan();
        estate.engine()
                .catalog()
                .database()
                .<RuntimeException>run(session -> session.update("ALTER TABLE audit_entry RENAME TO hidden"));
        ClearOutcome outcome = clear(plan);
        estate.engine()
                .catalog()
                .database()
                .<RuntimeException>run(session -> session.update("ALTER TABLE hidden RENAME TO audit_entry"));
        refused(outcome, Why.NOT_TOLD);
        assertThat(estate.exists(FRA, ANNAS + ".lock")).isTrue();
        assertThat(estate.exists(LON, ANNAS + ".lock")).isTrue();
    }

    @Test
    void a_disk_that_was_written_since_it_was_looked_at_is_another_state_though_its_lock_is_the_same() {
        standard();
        ClearPlan.Row looked = plan().rows().get(0);
        estate.estate.put(FRA, ANNAS, "gpt-msr.vhdx"); // written anew

        ClearPlan anew = plan().expecting(Map.of(looked.containerId(), looked.basis()));

        refused(clear(anew), Why.CHANGED);
        assertThat(estate.annaIsLocked()).isTrue();
    }

    @Test
    void that_somebody_wanted_to_clear_a_lock_in_use_is_in_the_audit() throws Exception {
        standard();
        try (OpenFile open = estate.open(LON, ANNAS)) {
            assertThat(open.size()).isPositive();
            refused(clear(plan()), Why.LIVE);
        }
        assertThat(estate.audit("lock.clear"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.entry().outcome()).startsWith("refused: somebody works with it"));
    }

    @Test
    void where_no_location_answers_nobody_is_said_to_be_free() {
        estate = placed(LockedEstate.standard(folder));
        estate.estate.put(FRA, ANNAS, "gpt-msr.vhdx");
        estate.estate.put(LON, ANNAS, "gpt-msr.vhdx");
        estate.inventory();
        for (String location : List.of(FRA, LON)) {
            estate.estate
                    .faulty(location)
                    .fail((verb, path) -> true, 0, Integer.MAX_VALUE, FaultyStorage.unreachable());
        }

        ClearPlan.Row row = plan().rows().get(0);

        assertThat(row.verdict()).isNull();
        assertThat(row.refusal().why()).isEqualTo(Why.UNREACHABLE);
    }

    @Test
    void a_disk_that_we_have_open_ourselves_is_told_as_such() throws Exception {
        standard();
        for (String location : List.of(FRA, LON)) {
            estate.engine().locations().changeMode(location, LocationMode.ACT, ADA, "jobs too");
        }
        ClearPlan before = plan();
        estate.aMinuteLater();
        try (Lease job = ours(Initiator.JOB)) {
            ClearPlan.Row row =
                    estate.locks().plan(List.of(estate.anna())).rows().get(0);
            assertThat(row.verdict().word()).isEqualTo("LIVE");
            assertThat(row.refusal().why()).isEqualTo(Why.HELD_BY_US);
            assertThat(row.refusal().sentence())
                    .contains("ProfileKeep itself is working on it (make it smaller, node ")
                    .contains("A job gives way")
                    .doesNotContain("somebody works with it");
            assertThat(estate.locks()
                            .words(java.util.Locale.ENGLISH, java.time.ZoneOffset.UTC)
                            .sentence(row.verdict()))
                    .contains("ProfileKeep itself has the disk open")
                    .doesNotContain("Somebody has the disk open");
            assertThat(clear(before).result()).as("a plan made before").isEqualTo(Result.CLEARED);
            assertThat(job.isLost()).isTrue();
        }
        estate.lockFile(LON, ANNAS);
        estate.aMinuteLater();
        try (Lease act = ours(Initiator.PERSON)) {
            assertThat(act.isLost()).isFalse();
            Refusal refusal =
                    estate.locks().plan(List.of(estate.anna())).rows().get(0).refusal();
            assertThat(refusal.why()).isEqualTo(Why.HELD_BY_US);
            assertThat(refusal.sentence())
                    .contains("another act of ProfileKeep")
                    .doesNotContain("gives way");
        }
        try (OpenFile open = estate.open(LON, ANNAS)) {
            assertThat(open.size()).isPositive();
            assertThat(plan().rows().get(0).refusal().why()).isEqualTo(Why.LIVE);
        }
    }

    @Test
    void a_lock_file_that_is_marked_read_only_is_foretold_before_anything_is_removed() throws Exception {
        standard();
        estate.estate.storage(LON).setAttributes(StoragePath.of(ANNAS + ".lock"), StoredFile.READONLY);
        ClearPlan plan = plan();
        Refusal refusal = plan.rows().get(0).refusal();
        assertThat(refusal.why()).isEqualTo(Why.READ_ONLY);
        assertThat(refusal.sentence())
                .contains(ANNAS + ".lock at " + LON)
                .contains("take the read-only attribute away");
        refused(clear(plan), Why.READ_ONLY);
        assertThat(estate.exists(FRA, ANNAS + ".lock")).isTrue();
        estate.estate.storage(LON).setAttributes(StoragePath.of(ANNAS + ".lock"), 0);
        assertThat(clear(plan()).result()).isEqualTo(Result.CLEARED);
    }

    @Test
    void a_lock_file_that_was_marked_read_only_after_the_plan_stops_all_of_it() throws Exception {
        standard();
        ClearPlan plan = plan();
        estate.estate.storage(LON).setAttributes(StoragePath.of(ANNAS + ".lock"), StoredFile.READONLY);
        refused(clear(plan), Why.READ_ONLY);
        assertThat(estate.exists(FRA, ANNAS + ".lock")).isTrue();
    }

    @Test
    void an_old_plan_is_not_done() {
        standard();
        ClearPlan plan = plan();
        estate.estate.clock().forward(Duration.ofMinutes(16));
        refused(clear(plan), Why.TOO_OLD);
        assertNotTried("TOO_OLD", estate.anna());
    }

    @Test
    void what_was_seen_by_somebody_else_is_compared_with_what_is_there() {
        standard();
        ClearPlan plan = plan();
        String basis = plan.rows().get(0).basis();
        assertThat(plan().expecting(Map.of(estate.anna(), basis)).count()).isEqualTo(1);
        estate.lockFile(LON, ANNAS);
        ClearPlan changed = plan().expecting(Map.of(estate.anna(), basis));
        assertThat(changed.rows().get(0).refusal().why()).isEqualTo(Why.CHANGED);
        refused(clear(changed), Why.CHANGED);
    }

    @Test
    void a_replica_that_the_storage_keeps_is_not_touched() {
        estate = placed(LockedEstate.replicatedByStorage(folder)).annaLocked();
        ClearPlan plan = plan();
        assertThat(plan.rows().get(0).removals())
                .extracting(ClearPlan.Removal::locationId)
                .containsExactly(FRA);
        assertThat(clear(plan).result()).isEqualTo(Result.CLEARED);
        assertThat(estate.exists(LON, ANNAS + ".lock")).isTrue();
    }

    @Test
    void clearing_needs_a_reason_of_one_line() {
        assertThatThrownBy(() -> new ClearRequest(HELGE, " ", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClearRequest(HELGE, "a\nb", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClearRequest(HELGE, "a", "b\u001b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_container_that_is_not_there_is_refused() {
        standard();
        ClearPlan plan = estate.locks().plan(Set.of(4711L));
        assertThat(plan.rows().get(0).refusal().why()).isEqualTo(Why.UNKNOWN);
        refused(clear(plan), Why.UNKNOWN);
    }
}
