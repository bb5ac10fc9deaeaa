package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.HELGE;
import static dev.profilekeep.lock.LockedEstate.LOCK;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.storage.FaultyStorage;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is cleared, and what the audit keeps of it. */
class ClearingTest extends ClearingCase {
    @Test
    void a_plan_says_exactly_what_would_be_removed_and_removes_nothing() {
        standard();
        ClearPlan plan = plan();
        assertThat(plan.count()).isEqualTo(1);
        ClearPlan.Row row = plan.rows().get(0);
        assertThat(row.refusal()).isNull();
        assertThat(row.needsApproval()).isFalse();
        assertThat(row.removals())
                .extracting(one -> one.locationId() + " " + one.path().value() + " " + one.bytes())
                .containsExactlyInAnyOrder(
                        FRA + " " + ANNAS + ".lock " + LOCK.length, LON + " " + ANNAS + ".lock " + LOCK.length);
        assertThat(estate.exists(FRA, ANNAS + ".lock")).isTrue();
        assertThat(estate.exists(LON, ANNAS + ".lock")).isTrue();
        assertThat(estate.audit("lock.clear")).isEmpty();
    }

    @Test
    void a_stale_lock_is_cleared_at_every_site_and_the_audit_keeps_its_bytes() {
        standard();
        ClearOutcome outcome = clear(plan());

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.CLEARED);
        assertThat(outcome.removed()).containsExactlyInAnyOrder(FRA, LON);
        assertThat(outcome.sentence()).contains("the lock is gone");
        assertThat(estate.annaIsLocked()).isFalse();
        assertThat(estate.exists(FRA, ANNAS)).isTrue();
        assertThat(estate.locks().find(estate.anna())).as("the list knows").isEmpty();

        List<AuditRecord> acts = estate.audit("lock.clear");
        assertThat(acts).extracting(entry -> entry.entry().outcome()).containsExactly("begun", "done");
        assertThat(acts).allSatisfy(entry -> {
            assertThat(entry.actor().id()).isEqualTo(HELGE.id());
            assertThat(entry.entry().reason()).isEqualTo("Anna called");
            assertThat(entry.entry().evidence())
                    .containsEntry("ticket", "INC-42")
                    .containsKey("act");
        });
        Map<String, String> why = acts.get(0).entry().evidence();
        assertThat(why).containsEntry("verdict", "STALE").containsEntry("rule", "FREE_EVERYWHERE");
        assertThat(why.get("observations")).contains("DiskFree").contains("PROBE");
        List<AuditRecord> removals = estate.audit("lock.remove");
        assertThat(removals)
                .extracting(entry -> entry.entry().evidence().get("location"))
                .containsExactlyInAnyOrder(FRA, LON);
        assertThat(removals).allSatisfy(entry -> {
            Map<String, String> kept = entry.entry().evidence();
            assertThat(Base64.getDecoder().decode(kept.get("bytes"))).isEqualTo(LOCK);
            assertThat(kept)
                    .containsEntry("size", Integer.toString(LOCK.length))
                    .containsKeys("written", "created", "sha256");
            assertThat(kept.get("act")).isEqualTo(why.get("act"));
            assertThat(entry.seq()).isBetween(acts.get(0).seq(), acts.get(1).seq());
        });
        assertThat(estate.engine().audit().verify().sound()).isTrue();
    }

    @Test
    void what_failed_half_way_is_told_as_such() {
        standard();
        ClearPlan plan = plan();
        estate.estate.faulty(FRA).fail("file.removeWhenClosed", 1, FaultyStorage.unreachable());

        ClearOutcome outcome = clear(plan);

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.PARTLY);
        assertThat(outcome.removed()).containsExactly(LON);
        assertThat(outcome.left()).containsExactly(FRA);
        assertThat(outcome.sentence())
                .contains("removed at " + LON)
                .contains("still there at " + FRA)
                .contains("look again");
        assertThat(estate.audit("lock.clear")).last().satisfies(entry -> {
            assertThat(entry.entry().outcome()).startsWith("failed: ");
            assertThat(entry.entry().evidence()).containsEntry("removed", LON).containsEntry("left", FRA);
        });
        assertThat(clear(plan()).result()).as("the rest goes the next time").isEqualTo(Result.CLEARED);
        assertThat(estate.annaIsLocked()).isFalse();
    }

    @Test
    void a_site_that_does_not_answer_keeps_its_lock_and_is_named() throws Exception {
        cloudCache();
        estate.estate.faulty(LON).fail((verb, path) -> true, 0, Integer.MAX_VALUE, FaultyStorage.unreachable());
        ClearPlan plan = plan();
        assertThat(plan.rows().get(0).silent()).containsExactly(LON);
        agreed();

        ClearOutcome outcome = clear(plan, new ClearRequest(ADA, "the desktop is gone", ""));

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.PARTLY);
        assertThat(outcome.removed()).containsExactly(FRA);
        assertThat(outcome.unknown()).containsExactly(LON);
        assertThat(outcome.sentence()).contains(LON + " does not answer").doesNotContain("the lock is gone");
    }

    @Test
    void the_lease_is_given_back() {
        standard();
        clear(plan());
        assertThat(estate.engine().leases().heldByUs(estate.anna())).isEmpty();
        assertThat(estate.verdict()).isEqualTo("free");
    }
}
