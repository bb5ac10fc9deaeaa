package dev.profilekeep.portal.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.access.AccessDeniedException;

/** Container 1 is Anna's, 2 is Ben's. */
class LocksServiceTest {
    private final FakeEstate estate = FakeEstate.standard();
    private final FakeLockDesk desk = new FakeLockDesk();
    private final CurrentUser currentUser = new CurrentUser();
    private final LocksService service = new LocksService(desk, estate, currentUser, new Workers(Runnable::run));
    private final ApprovalsService approvals = new ApprovalsService(desk, service, estate, currentUser);

    @AfterEach
    void signOut() {
        People.signOut();
    }

    private void bothLocked() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"));
        desk.lock(2, People.BENS_SID, "ben", FakeLockDesk.stale("AVD-12"));
    }

    private List<ClearOutcome> clear(long... containers) {
        Map<Long, String> basis = new java.util.LinkedHashMap<>();
        for (long container : containers) {
            basis.put(container, "basis-" + container);
        }
        return service.clear(basis, "locked out", "INC-1", each -> {});
    }

    private static Refusal.Why why(ClearOutcome outcome) {
        return outcome.refusal() == null ? null : outcome.refusal().why();
    }

    @Test
    void a_person_clears_the_own_stale_lock_and_nobody_elses() {
        bothLocked();
        People.signIn(People.anna());

        List<ClearOutcome> outcomes = clear(1, 2);

        assertThat(outcomes.get(0).result()).isEqualTo(ClearOutcome.Result.CLEARED);
        assertThat(why(outcomes.get(1))).isEqualTo(Refusal.Why.UNKNOWN);
        assertThat(desk.locks).containsOnlyKeys(2L);
    }

    @Test
    void somebody_elses_lock_is_planned_as_if_there_were_none() {
        bothLocked();
        People.signIn(People.anna());
        ClearPlan.Row others = service.plan(List.of(2L)).rows().get(0);
        ClearPlan.Row none = service.plan(List.of(99L)).rows().get(0);
        assertThat(others.refusal().sentence().replace("2", "99"))
                .isEqualTo(none.refusal().sentence());
        assertThat(others.account()).isEmpty();
        assertThat(others.basis()).isEmpty();
        assertThat(others.removals()).isEmpty();
        assertThatThrownBy(() -> service.look(2)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> service.find(2)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void who_only_reads_everybodys_still_acts_on_the_own_alone() {
        bothLocked();
        People.signIn(People.person("anna", People.ANNAS_SID, Role.USER, Role.AUDITOR));
        assertThat(service.find(2)).isPresent();
        assertThatThrownBy(() -> service.look(2)).isInstanceOf(NotFoundException.class);
        assertThat(why(clear(2).get(0))).isEqualTo(Refusal.Why.UNKNOWN);
    }

    @Test
    void the_helpdesk_clears_stale_ones_and_is_refused_what_takes_two_administrators() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"));
        desk.lock(2, People.BENS_SID, "ben", FakeLockDesk.unproved());
        People.signIn(People.helge());

        List<ClearOutcome> outcomes = clear(1, 2);

        assertThat(outcomes.get(0).result()).isEqualTo(ClearOutcome.Result.CLEARED);
        assertThat(why(outcomes.get(1))).isEqualTo(Refusal.Why.NEEDS_APPROVAL);
        assertThat(desk.requests.get(0).ticket()).isEqualTo("INC-1");
        assertThat(desk.requests.get(0).actor().name()).isEqualTo("helge");
    }

    @Test
    void a_plan_that_was_made_before_gives_no_right_that_one_has_not() {
        desk.lock(2, People.BENS_SID, "ben", FakeLockDesk.stale("AVD-12"));
        ClearPlan foreign = desk.plan(List.of(2L), Reach.EVERYWHERE);
        People.signIn(People.anna());
        List<ClearOutcome> outcomes = new ArrayList<>();
        service.clearing(foreign, "give it to me", "", outcomes::add);
        assertThat(why(outcomes.get(0))).isEqualTo(Refusal.Why.UNKNOWN);
        assertThat(desk.locks).containsKey(2L);
    }

    @Test
    void what_is_not_as_it_was_seen_is_refused() {
        bothLocked();
        People.signIn(People.helge());
        List<ClearOutcome> outcomes = service.clear(Map.of(1L, "another"), "locked out", "", each -> {});
        assertThat(why(outcomes.get(0))).isEqualTo(Refusal.Why.CHANGED);
    }

    @Test
    void nobody_clears_without_a_reason_that_can_be_kept() {
        bothLocked();
        People.signIn(People.helge());
        for (String reason : new String[] {"", "  ", "two\nlines", "x".repeat(501)}) {
            assertThatThrownBy(() -> service.clear(Map.of(1L, "basis-1"), reason, "", each -> {}))
                    .isInstanceOf(BadInputException.class);
        }
        assertThat(desk.requests).isEmpty();
    }

    @Test
    void an_administrator_asks_and_another_agrees() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.unproved());
        People.signIn(People.ada());
        assertThat(why(clear(1).get(0))).isEqualTo(Refusal.Why.NEEDS_APPROVAL);
        long asked = approvals.ask(1, "basis-1", "the host is scrapped").id();
        assertThat(approvals.isOwn(approvals.find(asked))).isTrue();
        assertThat(approvals.mayDecide(approvals.find(asked))).isFalse();

        People.signIn(nils());
        assertThat(approvals.mayDecide(approvals.find(asked))).isTrue();
        approvals.approve(asked, "");
        assertThat(clear(1).get(0).result()).isEqualTo(ClearOutcome.Result.CLEARED);
    }

    @Test
    void the_command_line_and_programs_neither_ask_nor_agree() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.unproved());
        for (Person program : List.of(
                new Person("command line", "command line", null, null, java.util.Set.of(Role.ADMINISTRATOR), "local"),
                new Person("17", "night", null, null, java.util.Set.of(Role.ADMINISTRATOR), "service account"))) {
            People.signIn(program);
            assertThatThrownBy(() -> approvals.ask(1, "basis-1", "because")).isInstanceOf(AccessDeniedException.class);
        }
        assertThat(desk.approvals).isEmpty();
    }

    @Test
    void what_needs_no_second_person_or_has_changed_is_not_asked_for() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"));
        desk.lock(2, People.BENS_SID, "ben", FakeLockDesk.unproved());
        People.signIn(People.ada());
        assertThatThrownBy(() -> approvals.ask(1, "basis-1", "because")).isInstanceOf(NotNowException.class);
        assertThatThrownBy(() -> approvals.ask(2, "basis-2", " ")).isInstanceOf(BadInputException.class);
    }

    @Test
    void one_look_at_everything_at_a_time_and_everybody_hears_of_it() throws Exception {
        bothLocked();
        People.signIn(People.helge());
        List<LockNews> heard = new ArrayList<>();
        try (AutoCloseable listening = service.subscribe(heard::add)) {
            service.judgeAll();
        }
        service.judgeAll();
        assertThat(heard).hasSize(3).last().isEqualTo(LockNews.CHANGED);
        assertThat(heard.get(1).judging().done()).isEqualTo(2);
        assertThat(service.judging()).isEmpty();
        assertThat(estate.acts)
                .containsExactly(
                        "helge lock.judge locks begun",
                        "helge lock.judge locks done",
                        "helge lock.judge locks begun",
                        "helge lock.judge locks done");
        assertThat(estate.evidence.get(1))
                .containsEntry("total", "2")
                .containsEntry("act", estate.evidence.get(0).get("act"));
    }

    @Test
    void what_is_declared_while_everything_is_looked_at_is_followed_by_one_more_look_at_everything() {
        bothLocked();
        People.signIn(People.ada());
        List<Runnable> waiting = new ArrayList<>();
        LocksService slow = new LocksService(desk, estate, currentUser, new Workers(waiting::add));
        slow.judgeAnew();
        slow.judgeAnew();
        slow.judgeAnew();
        slow.judgeAll();
        assertThat(waiting).as("one run at a time").hasSize(1);
        People.signOut();
        waiting.get(0).run();
        assertThat(waiting).hasSize(2);
        waiting.get(1).run();
        assertThat(waiting).as("no more than one").hasSize(2);
        People.signIn(People.ada());
        assertThat(slow.judging()).isEmpty();
    }

    @Test
    void a_look_at_everything_that_did_not_come_to_its_end_is_told_as_such() {
        bothLocked();
        People.signIn(People.helge());
        Workers full = new Workers(work -> {
            throw new RejectedExecutionException();
        });
        LocksService busy = new LocksService(desk, estate, currentUser, full);
        assertThatThrownBy(busy::judgeAll).isInstanceOf(NotNowException.class);
        assertThat(estate.acts)
                .hasSize(2)
                .last()
                .asString()
                .startsWith("helge lock.judge locks refused: too much is being looked at");
        assertThat(busy.judging()).isEmpty();

        desk.judged = -1;
        service.judgeAll();
        assertThat(estate.acts)
                .hasSize(4)
                .last()
                .asString()
                .startsWith("helge lock.judge locks failed: ")
                .contains("the catalog is gone");
        assertThat(service.judging()).isEmpty();

        desk.judged = 1;
        service.judgeAll();
        assertThat(estate.acts)
                .hasSize(6)
                .last()
                .isEqualTo("helge lock.judge locks failed: it was stopped after 1 of 2");
    }

    private static Person nils() {
        return People.person("nils", "S-1-5-21-1-2-3-1190", Role.ADMINISTRATOR);
    }
}
