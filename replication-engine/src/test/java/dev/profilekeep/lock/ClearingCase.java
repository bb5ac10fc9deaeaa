package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ALAN;
import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.HELGE;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.lease.Lease;
import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.Refusal.Why;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StoragePath;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Clearing locks through the engine, on storage in memory that behaves as Windows does. */
abstract class ClearingCase {
    static final ClearRequest WHY = new ClearRequest(HELGE, "Anna called", "INC-42");

    @TempDir
    Path folder;

    LockedEstate estate;

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    /** Says which database. */
    LockedEstate placed(LockedEstate made) {
        return made;
    }

    void standard() {
        estate = placed(LockedEstate.standard(folder)).annaLocked();
    }

    void cloudCache() {
        estate = placed(LockedEstate.cloudCache(folder)).annaLocked();
    }

    ClearPlan plan() {
        estate.aMinuteLater();
        return estate.locks().plan(List.of(estate.anna()));
    }

    ClearOutcome clear(ClearPlan plan) {
        return clear(plan, WHY);
    }

    ClearOutcome clear(ClearPlan plan, ClearRequest request) {
        List<ClearOutcome> outcomes = estate.locks().clear(plan, request, each -> {});
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    static void refused(ClearOutcome outcome, Why why) {
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.REFUSED);
        assertThat(outcome.refusal().why()).as(outcome.sentence()).isEqualTo(why);
        assertThat(outcome.removed()).isEmpty();
    }

    Approval agreed() throws Exception {
        Approval asked = estate.locks().askApproval(plan().rows().get(0), ADA, "the desktop is gone");
        return estate.engine().approvals().approve(asked.id(), ALAN, "I looked");
    }

    LockVerdict look() {
        estate.aMinuteLater();
        return estate.locks().look(estate.anna()).verdict().orElseThrow();
    }

    Lease ours(Initiator initiator) throws Exception {
        List<LeaseRequest.Copy> copies = List.of(
                new LeaseRequest.Copy(FRA, StoragePath.of(ANNAS)), new LeaseRequest.Copy(LON, StoragePath.of(ANNAS)));
        return estate.engine()
                .leases()
                .take(new LeaseRequest(estate.anna(), copies, "make it smaller", initiator, Actor.SCHEDULE));
    }

    /** In the audit, with who wanted it. */
    void assertNotTried(String why, long... containers) {
        assertThat(estate.audit("lock.clear"))
                .filteredOn(told -> why.equals(told.entry().evidence().get("why")))
                .allSatisfy(told -> {
                    assertThat(told.entry().outcome()).startsWith("refused: ");
                    assertThat(told.entry().reason()).isEqualTo("Anna called");
                    assertThat(told.actor().id()).isEqualTo(HELGE.id());
                })
                .extracting(told -> told.entry().subject())
                .containsExactlyElementsOf(Arrays.stream(containers)
                        .mapToObj(id -> "container:" + id)
                        .toList());
    }
}
