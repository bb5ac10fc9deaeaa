package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ALAN;
import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.BENS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.HELGE;
import static dev.profilekeep.lock.LockedEstate.LOCK;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.lease.Lease;
import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.Refusal.Why;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clearing locks through the engine, on storage in memory that behaves as Windows does. */
class ClearingTest {
    private static final ClearRequest WHY = new ClearRequest(HELGE, "Anna called", "INC-42");

    @TempDir
    Path folder;

    private LockedEstate estate;

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

    private void standard() {
        estate = placed(LockedEstate.standard(folder)).annaLocked();
    }

    private void cloudCache() {
        estate = placed(LockedEstate.cloudCache(folder)).annaLocked();
    }

    private ClearPlan plan() {
        estate.aMinuteLater();
        return estate.locks().plan(List.of(estate.anna()));
    }

    private ClearOutcome clear(ClearPlan plan) {
        return clear(plan, WHY);
    }

    private ClearOutcome clear(ClearPlan plan, ClearRequest request) {
        List<ClearOutcome> outcomes = estate.locks().clear(plan, request, each -> {});
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private static void refused(ClearOutcome outcome, Why why) {
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.REFUSED);
        assertThat(outcome.refusal().why()).as(outcome.sentence()).isEqualTo(why);
        assertThat(outcome.removed()).isEmpty();
    }

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
        assertThat(outcome.sentence()).contains("can sign in now");
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
        assertThat(outcome.sentence()).contains(LON + " does not answer").doesNotContain("can sign in now");
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

    private Approval.State stateOf(Approval approval) {
        return estate.engine().approvals().find(approval.id()).orElseThrow().state();
    }

    private Approval agreed() throws Exception {
        Approval asked = estate.locks().askApproval(plan().rows().get(0), ADA, "the desktop is gone");
        return estate.engine().approvals().approve(asked.id(), ALAN, "I looked");
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

    private LockVerdict look() {
        estate.aMinuteLater();
        return estate.locks().look(estate.anna()).verdict().orElseThrow();
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
                        seen.cacheEndsWithHost()))
                .orElseThrow();
    }

    @Test
    void several_are_cleared_one_after_another_and_a_failure_stops_the_rest() {
        standard();
        estate.locked(BENS);
        estate.locked("S-1-5-21-1-2-3-1003_cleo/Profile_cleo.VHDX");
        estate.aMinuteLater();
        ClearPlan plan = estate.locks().plan(List.of(estate.anna(), estate.container("ben"), estate.container("cleo")));
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> verb.equals("file.removeWhenClosed")
                                && path.value().contains("ben"),
                        0,
                        1,
                        FaultyStorage.unreachable());
        List<Result> told = new ArrayList<>();
        List<ClearOutcome> outcomes = estate.locks().clear(plan, WHY, each -> told.add(each.result()));

        assertThat(outcomes)
                .extracting(ClearOutcome::result)
                .containsExactly(Result.CLEARED, Result.FAILED, Result.NOT_DONE);
        assertThat(told).containsExactly(Result.CLEARED, Result.FAILED, Result.NOT_DONE);
        assertThat(outcomes.get(2).sentence()).contains("ben");
        assertThat(estate.exists(FRA, "S-1-5-21-1-2-3-1003_cleo/Profile_cleo.VHDX.lock"))
                .isTrue();
        assertNotTried("NOT_DONE", estate.container("cleo"));
    }

    private static final String CLEOS = "S-1-5-21-1-2-3-1003_cleo/Profile_cleo.VHDX";

    private List<Long> three() {
        standard();
        estate.locked(BENS);
        estate.locked(CLEOS);
        estate.aMinuteLater();
        return List.of(estate.anna(), estate.container("ben"), estate.container("cleo"));
    }

    @Test
    void a_first_lock_that_is_another_than_was_planned_stops_the_rest() {
        List<Long> three = three();
        ClearPlan plan = estate.locks().plan(three);
        estate.lockFile(FRA, ANNAS); // as long as before

        assertThat(estate.locks().clear(plan, WHY, each -> {}))
                .extracting(ClearOutcome::result)
                .containsExactly(Result.REFUSED, Result.NOT_DONE, Result.NOT_DONE);
        assertThat(estate.exists(FRA, CLEOS + ".lock")).isTrue();

        estate.aMinuteLater();
        ClearPlan shown = estate.locks().plan(three);
        estate.lockFile(FRA, ANNAS);
        estate.lockFile(FRA, BENS);
        estate.aMinuteLater();
        List<ClearOutcome> outcomes =
                estate.locks().clear(estate.locks().plan(three).expecting(shown.shown()), WHY, each -> {});
        assertThat(outcomes)
                .as("and so it does if the look before the act sees it")
                .extracting(ClearOutcome::result)
                .containsExactly(Result.REFUSED, Result.REFUSED, Result.NOT_DONE);
        refused(outcomes.get(0), Why.CHANGED);
        assertThat(estate.exists(FRA, CLEOS + ".lock")).isTrue();
    }

    @Test
    void what_was_in_use_when_the_plan_was_shown_stops_nobody_elses() throws Exception {
        List<Long> three = three();
        try (OpenFile open = estate.open(LON, ANNAS)) {
            assertThat(open.size()).isPositive();
            ClearDocument.Plan shown = ClearDocument.of(
                    estate.locks().plan(three),
                    estate.locks().words(java.util.Locale.ENGLISH, java.time.ZoneOffset.UTC));
            Map<Long, String> basis = new java.util.HashMap<>();
            shown.rows().forEach(row -> basis.put(row.container(), row.basis()));
            estate.aMinuteLater();
            assertThat(estate.locks().clear(estate.locks().plan(three).expecting(basis), WHY, each -> {}))
                    .extracting(ClearOutcome::result)
                    .containsExactly(Result.REFUSED, Result.CLEARED, Result.CLEARED);
        }
    }

    @Test
    void a_location_that_falls_silent_inside_the_lease_is_told_as_such_and_stops_the_rest() {
        List<Long> three = three();
        ClearPlan plan = estate.locks().plan(three);
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> verb.equals("list") && path.value().contains("ben"),
                        0,
                        Integer.MAX_VALUE,
                        FaultyStorage.unreachable());
        List<ClearOutcome> outcomes = estate.locks().clear(plan, WHY, each -> {});
        assertThat(outcomes)
                .extracting(ClearOutcome::result)
                .containsExactly(Result.CLEARED, Result.REFUSED, Result.NOT_DONE);
        refused(outcomes.get(1), Why.UNREACHABLE);
        assertThat(outcomes.get(1).sentence()).contains(LON).contains("does not answer now");
        assertThat(estate.exists(FRA, BENS + ".lock")).isTrue();
    }

    @Test
    void a_location_that_hangs_inside_the_lease_is_no_sign_that_somebody_was_quicker() {
        standard();
        ClearPlan plan = plan();
        CountDownLatch over = new CountDownLatch(1);
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> {
                            if (verb.equals("list")) {
                                await(over);
                            }
                            return false;
                        },
                        0,
                        1,
                        FaultyStorage.unreachable());
        try {
            refused(clear(plan), Why.UNREACHABLE);
        } finally {
            over.countDown();
        }
        assertThat(estate.exists(FRA, ANNAS + ".lock")).isTrue();
        assertThat(estate.exists(LON, ANNAS + ".lock")).isTrue();
    }

    private static void await(CountDownLatch over) {
        try {
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Lease ours(Initiator initiator) throws Exception {
        List<LeaseRequest.Copy> copies = List.of(
                new LeaseRequest.Copy(FRA, StoragePath.of(ANNAS)), new LeaseRequest.Copy(LON, StoragePath.of(ANNAS)));
        return estate.engine()
                .leases()
                .take(new LeaseRequest(estate.anna(), copies, "make it smaller", initiator, Actor.SCHEDULE));
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
    void one_act_clears_no_more_than_the_policy_lets_it() {
        estate = placed(LockedEstate.standard(folder));
        estate.estate.with("policies: {locks: {maxPerAct: 1}}");
        placed(estate).annaLocked().locked(BENS);
        estate.aMinuteLater();
        ClearPlan plan = estate.locks().plan(List.of(estate.anna(), estate.container("ben")));
        assertThat(plan.count()).isEqualTo(2);
        assertThat(estate.locks().clear(plan, WHY, each -> {})).allSatisfy(outcome -> refused(outcome, Why.TOO_MANY));
        assertNotTried("TOO_MANY", estate.anna(), estate.container("ben"));
        assertThat(estate.annaIsLocked()).isTrue();
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

    /** In the audit, with who wanted it. */
    private void assertNotTried(String why, long... containers) {
        assertThat(estate.audit("lock.clear"))
                .filteredOn(told -> why.equals(told.entry().evidence().get("why")))
                .allSatisfy(told -> {
                    assertThat(told.entry().outcome()).startsWith("refused: ");
                    assertThat(told.entry().reason()).isEqualTo("Anna called");
                    assertThat(told.actor().id()).isEqualTo(HELGE.id());
                })
                .extracting(told -> told.entry().subject())
                .containsExactlyElementsOf(java.util.Arrays.stream(containers)
                        .mapToObj(id -> "container:" + id)
                        .toList());
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

    @Test
    void the_lease_is_given_back() {
        standard();
        clear(plan());
        assertThat(estate.engine().leases().heldByUs(estate.anna())).isEmpty();
        assertThat(estate.verdict()).isEqualTo("free");
    }
}
