package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ALAN;
import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.Refusal.Why;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What two administrators have to agree on. */
class ClearingByTwoTest extends ClearingCase {
    private Approval.State stateOf(Approval approval) {
        return estate.engine().approvals().find(approval.id()).orElseThrow().state();
    }

    /** In memory a session always began just now: the evidence is judged with one that is older. */
    private LockVerdict lookWithSessionFrom(Instant began) {
        estate.aMinuteLater();
        LockEvidence seen = estate.locks().look(estate.anna()).evidence();
        List<PlaceSeen> places = new ArrayList<>();
        for (PlaceSeen place : seen.places()) {
            List<PlaceSeen.Handle> handles = place.handles() == null
                    ? null
                    : place.handles().stream()
                            .map(handle -> new PlaceSeen.Handle(
                                    handle.id(),
                                    handle.account(),
                                    handle.writes(),
                                    handle.sessions().stream()
                                            .map(client -> new PlaceSeen.Client(client.machine(), began))
                                            .toList()))
                            .toList();
            places.add(new PlaceSeen(
                    place.locationId(),
                    place.siteId(),
                    place.at(),
                    place.asked(),
                    place.reason(),
                    place.probe(),
                    place.probedAt(),
                    place.locks(),
                    place.metas(),
                    handles,
                    place.handlesHidden(),
                    place.diskWritten(),
                    place.freeSince(),
                    place.lockUnchangedSince(),
                    place.lockRenewedAfter(),
                    place.times(),
                    place.fencedBy()));
        }
        return LockCourt.judge(new LockEvidence(
                        seen.cloudCache(),
                        seen.now(),
                        places,
                        seen.suspects(),
                        seen.everyHost(),
                        seen.logs(),
                        seen.ours(),
                        seen.lockedBefore(),
                        seen.cacheEndsWithHost(),
                        seen.keptCache()))
                .orElseThrow();
    }

    @Test
    void what_is_not_proved_takes_two_administrators_who_agree_on_exactly_this_lock() throws Exception {
        cloudCache();
        ClearPlan plan = plan();
        ClearPlan.Row row = plan.rows().get(0);
        assertThat(row.verdict().word()).isEqualTo("UNPROVED");
        assertThat(row.needsApproval()).isTrue();
        ClearRequest byAda = new ClearRequest(ADA, "the desktop is gone", "");
        refused(clear(plan, byAda), Why.NEEDS_APPROVAL);

        Approval asked = estate.locks().askApproval(row, ADA, "the desktop is gone");
        refused(clear(plan, byAda), Why.NEEDS_APPROVAL);
        assertThatThrownBy(() -> estate.engine().approvals().approve(asked.id(), ADA, "me too"))
                .isInstanceOf(ApprovalRefusedException.class)
                .hasMessageContaining("second person");
        estate.engine().approvals().approve(asked.id(), ALAN, "I looked");
        refused(clear(plan, WHY), Why.NEEDS_APPROVAL); // a third person may not use it

        ClearOutcome outcome = clear(plan, byAda);
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.CLEARED);
        assertThat(estate.annaIsLocked()).isFalse();
        assertThat(estate.audit("lock.clear"))
                .filteredOn(entry -> entry.entry().outcome().equals("begun"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.entry().evidence())
                        .containsEntry("askedBy", ADA.id())
                        .containsEntry("approvedBy", ALAN.id()));
        assertThat(estate.engine().approvals().find(asked.id()).orElseThrow().state())
                .isEqualTo(Approval.State.USED);
    }

    @Test
    void one_administrator_alone_keeps_nobodys_disk_closed() throws Exception {
        cloudCache();
        ClearPlan plan = plan();
        estate.aMinuteLater();
        List<String> done = new CopyOnWriteArrayList<>();
        for (String location : List.of(FRA, LON)) {
            estate.estate
                    .faulty(location)
                    .fail(
                            (verb, path) -> {
                                done.add(verb);
                                return false;
                            },
                            0,
                            1,
                            FaultyStorage.unreachable());
        }
        ClearRequest byAda = new ClearRequest(ADA, "the desktop is gone", "");
        refused(clear(plan, byAda), Why.NEEDS_APPROVAL);
        estate.locks().askApproval(plan.rows().get(0), ADA, "the desktop is gone");
        refused(clear(plan, byAda), Why.NEEDS_APPROVAL);
        assertThat(done).as("no location is even asked").isEmpty();
        assertThat(estate.audit("lock.clear")).hasSize(2);

        agreed();
        assertThat(clear(plan(), byAda).result()).isEqualTo(Result.CLEARED);
        assertThat(done).contains("openForWriting", "openToRemove");
    }

    @Test
    void what_two_people_agreed_on_stays_when_clearing_is_refused_and_the_audit_says_so() throws Exception {
        cloudCache();
        Approval agreed = agreed();
        ClearRequest byAda = new ClearRequest(ADA, "the desktop is gone", "");
        ClearPlan plan = plan();
        try (OpenFile open = estate.open(LON, ANNAS)) {
            assertThat(open.size()).isPositive();
            assertThat(clear(plan, byAda).result()).isEqualTo(Result.REFUSED);
        }
        assertThat(stateOf(agreed)).isEqualTo(Approval.State.APPROVED);
        assertThat(estate.audit("lock.clear")).last().satisfies(entry -> assertThat(
                        entry.entry().evidence())
                .containsEntry("approval", Long.toString(agreed.id()))
                .containsEntry("approvalState", "APPROVED")
                .containsKey("approvalEnds"));
        assertThat(clear(plan(), byAda).result()).isEqualTo(Result.CLEARED);
        assertThat(stateOf(agreed)).isEqualTo(Approval.State.USED);
    }

    @Test
    void what_two_people_agreed_on_is_given_back_when_clearing_failed_and_changed_nothing() throws Exception {
        cloudCache();
        Approval agreed = agreed();
        ClearRequest byAda = new ClearRequest(ADA, "the desktop is gone", "");
        ClearPlan plan = plan();
        estate.estate
                .faulty(LON)
                .fail("file.removeWhenClosed", 1, new StorageException.Denied("no right to delete", null));
        ClearOutcome outcome = clear(plan, byAda);
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.FAILED);
        assertThat(outcome.removed()).isEmpty();
        assertThat(outcome.sentence()).contains("nothing was changed").contains("can be used again");
        assertThat(stateOf(agreed)).isEqualTo(Approval.State.APPROVED);
        assertThat(estate.audit("approval.give-back")).hasSize(1);
        assertThat(estate.audit("lock.clear")).last().satisfies(entry -> {
            assertThat(entry.entry().outcome()).startsWith("failed: ").contains("can be used again");
            assertThat(entry.entry().evidence()).containsEntry("approvalState", "APPROVED");
        });

        assertThat(clear(plan(), byAda).result()).isEqualTo(Result.CLEARED);
        assertThat(stateOf(agreed)).isEqualTo(Approval.State.USED);
        assertThat(estate.audit("approval.use")).hasSize(2);
        assertThat(estate.audit("lock.clear"))
                .last()
                .satisfies(entry -> assertThat(entry.entry().evidence()).containsEntry("approvalState", "USED"));
    }

    @Test
    void what_may_have_been_done_has_used_up_what_two_people_agreed_on() throws Exception {
        cloudCache();
        Approval agreed = agreed();
        ClearPlan plan = plan();
        estate.estate.faulty(LON).fail("file.removeWhenClosed", 1, FaultyStorage.unreachable());
        ClearOutcome outcome = clear(plan, new ClearRequest(ADA, "the desktop is gone", ""));
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.FAILED);
        assertThat(outcome.sentence()).doesNotContain("can be used again");
        assertThat(stateOf(agreed)).isEqualTo(Approval.State.USED);
        assertThat(estate.audit("approval.give-back")).isEmpty();
    }

    @Test
    void an_agreement_is_worth_nothing_for_another_lock() throws Exception {
        cloudCache();
        Approval asked = estate.locks().askApproval(plan().rows().get(0), ADA, "gone");
        estate.engine().approvals().approve(asked.id(), ALAN, "yes");
        estate.estate.clock().forward(Duration.ofMinutes(10));
        estate.estate.write(LON, ANNAS + ".lock", new byte[9]);
        plan();
        estate.estate.clock().forward(Duration.ofMinutes(6)); // the change is no sign of life any more
        ClearPlan other = plan();
        assertThat(other.rows().get(0).verdict().word()).isEqualTo("UNPROVED");
        refused(clear(other, new ClearRequest(ADA, "gone", "")), Why.NEEDS_APPROVAL);
        assertThat(estate.annaIsLocked()).isTrue();
    }

    @Test
    void what_needs_no_second_person_cannot_be_asked_for() throws Exception {
        standard();
        ClearPlan.Row stale = plan().rows().get(0);
        assertThatThrownBy(() -> estate.locks().askApproval(stale, ADA, "x"))
                .isInstanceOf(IllegalArgumentException.class);
        try (OpenFile open = estate.open(FRA, ANNAS)) {
            assertThat(open.size()).isPositive();
            ClearPlan.Row live = plan().rows().get(0);
            assertThatThrownBy(() -> estate.locks().askApproval(live, ADA, "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("never cleared");
        }
    }

    @Test
    void a_dead_machines_handle_is_closed_by_two_administrators() throws Exception {
        estate = placed(LockedEstate.standard(folder)).annaLocked();
        StorageProvider dead = estate.estate.storage(FRA).onOwnConnection();
        OpenFile open = dead.openForWriting(StoragePath.of(ANNAS), Sharing.NONE);
        assertThat(open.size()).isPositive();
        LockVerdict live = look();
        assertThat(live.word()).isEqualTo("LIVE");
        String machine = live.holder().host();
        assertThat(machine).as("the only session with an open file").startsWith("client-");

        estate.report(machine, null, null, List.of());
        assertThat(look().word()).as("no restart, no proof").isEqualTo("LIVE");
        estate.aMinuteLater();
        // it says now that it was started after the session with the file server had begun
        Instant boot = estate.now().plus(Duration.ofMinutes(4));
        estate.estate.clock().forward(Duration.ofMinutes(8));
        estate.report(machine, boot, null, List.of());
        LockVerdict verdict = lookWithSessionFrom(boot.minusSeconds(60));
        assertThat(verdict.word() + " " + verdict.rule()).isEqualTo("STALE DEAD_HANDLE");
    }
}
