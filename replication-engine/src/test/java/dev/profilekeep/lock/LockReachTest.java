package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ALAN;
import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.BENS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.HELGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.lock.LockSort.Column;
import dev.profilekeep.lock.Refusal.Why;
import dev.profilekeep.storage.Initiator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anna's disk lies in Frankfurt and London, Ben's in Frankfurt alone; both are locked, and not proved stale. */
class LockReachTest {
    private static final Reach LONDON = new Reach(Set.of("lon"), Set.of());
    private static final Reach ELSEWHERE = new Reach(Set.of(), Set.of("another set"));

    @TempDir
    Path folder;

    private LockedEstate estate;
    private LockService locks;
    private long anna;
    private long ben;

    @BeforeEach
    void open() {
        estate = LockedEstate.cloudCache(folder).annaLocked();
        estate.estate.put(FRA, BENS, "gpt-msr.vhdx");
        estate.lockFile(FRA, BENS);
        estate.inventory();
        estate.aMinuteLater();
        locks = estate.locks();
        locks.judgeAll(Initiator.PERSON, () -> false, progress -> {});
        estate.aMinuteLater();
        anna = estate.anna();
        ben = estate.container("ben");
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private List<String> accounts(Reach reach) {
        return locks.list(LockFilter.ALL.within(reach), new LockSort(Column.ACCOUNT, false), 0, 10).stream()
                .map(LockRow::account)
                .toList();
    }

    @Test
    void lists_counts_and_groups_are_of_what_is_within_reach() {
        assertThat(accounts(Reach.EVERYWHERE)).containsExactly("anna", "ben");
        assertThat(accounts(LONDON)).containsExactly("anna");
        assertThat(accounts(ELSEWHERE)).isEmpty();
        assertThat(accounts(LONDON.or(ELSEWHERE))).containsExactly("anna");
        assertThat(accounts(ELSEWHERE.orOwn(Estate.BEN))).containsExactly("ben");
        assertThat(locks.count(LockFilter.ALL.within(LONDON))).isEqualTo(1);
        assertThat(locks.count(LockFilter.ALL.within(ELSEWHERE))).isZero();
        assertThat(locks.groups()).singleElement().satisfies(group -> assertThat(group.locked())
                .isEqualTo(2));
        assertThat(locks.groups(LONDON)).singleElement().satisfies(group -> {
            assertThat(group.locked()).isEqualTo(1);
            assertThat(group.unproved()).isEqualTo(1);
        });
        assertThat(locks.groups(ELSEWHERE)).isEmpty();
    }

    @Test
    void a_run_over_all_locks_looks_at_those_within_reach_alone() {
        List<JudgeProgress> told = new ArrayList<>();
        assertThat(locks.judgeAll(Initiator.PERSON, LONDON, () -> false, told::add)
                        .total())
                .isEqualTo(1);
        assertThat(told).allSatisfy(progress -> assertThat(progress.total()).isEqualTo(1));
        assertThat(locks.judgeAll(Initiator.PERSON, ELSEWHERE, () -> false, told::add)
                        .total())
                .isZero();
    }

    @Test
    void what_is_out_of_reach_is_neither_looked_at_nor_planned_and_as_if_there_were_none() {
        long before = locks.counts().looks();
        ClearPlan plan = locks.plan(List.of(anna, ben, 4711L), LONDON);
        assertThat(plan.rows()).extracting(ClearPlan.Row::containerId).containsExactly(anna, ben, 4711L);
        assertThat(plan.rows().get(0).refusal()).isNull();
        ClearPlan.Row others = plan.rows().get(1);
        ClearPlan.Row none = plan.rows().get(2);
        assertThat(others.refusal().why()).isEqualTo(Why.UNKNOWN);
        assertThat(others.toString().replace(Long.toString(ben), "N"))
                .as("to the letter as what does not exist")
                .isEqualTo(none.toString().replace("4711", "N"));
        assertThat(locks.counts().looks()).as("one look, at Anna's").isEqualTo(before + 1);
        assertThatThrownBy(() -> locks.look(ben, LONDON, place -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no container " + ben);
        assertThat(locks.look(ben, LONDON.orOwn(Estate.BEN), place -> {}).verdict())
                .isPresent();
    }

    @Test
    void a_plan_of_somebody_else_gives_no_reach_that_one_has_not() {
        ClearPlan foreign = locks.plan(List.of(ben));
        List<ClearOutcome> outcomes =
                locks.clear(foreign, new ClearRequest(HELGE, "locked out", "", LONDON), outcome -> {});
        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.refusal().why()).isEqualTo(Why.UNKNOWN);
            assertThat(outcome.account()).isEmpty();
        });
        assertThat(estate.exists(FRA, BENS + ".lock")).isTrue();
        assertThat(estate.audit("lock.clear")).singleElement().satisfies(told -> {
            assertThat(told.entry().subject()).isEqualTo("container:" + ben);
            assertThat(told.entry().outcome()).startsWith("refused: ");
            assertThat(told.actor()).isEqualTo(HELGE);
        });
    }

    @Test
    void who_asks_for_much_that_is_beyond_reach_makes_one_entry_of_it() {
        List<Long> many = new ArrayList<>(List.of(ben));
        for (long id = 4_000; id < 4_900; id++) {
            many.add(id);
        }
        List<ClearOutcome> outcomes = locks.clear(
                locks.plan(many, LONDON), new ClearRequest(HELGE, "all of it", "INC-9", LONDON), outcome -> {});
        assertThat(outcomes).hasSize(901);
        assertThat(estate.audit("lock.clear")).singleElement().satisfies(told -> {
            assertThat(told.entry().subject()).isEqualTo("locks");
            assertThat(told.entry().outcome()).startsWith("refused: ");
            assertThat(told.entry().evidence())
                    .containsEntry("why", "UNKNOWN")
                    .containsEntry("count", "901")
                    .containsEntry("ticket", "INC-9");
            assertThat(told.entry().evidence().get("containers"))
                    .startsWith(ben + " 4000 ")
                    .hasSizeLessThan(400);
        });
    }

    @Test
    void approvals_are_asked_seen_and_given_within_reach_alone() throws Exception {
        ClearPlan.Row bens = locks.plan(List.of(ben)).rows().get(0);
        assertThatThrownBy(() -> locks.askApproval(bens, ADA, "gone", LONDON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no container " + ben);
        Approval asked = locks.askApproval(bens, ADA, "gone", Reach.EVERYWHERE);
        Approval annas = locks.askApproval(locks.plan(List.of(anna)).rows().get(0), ADA, "gone", LONDON);

        LockApprovals london = locks.approvals(LONDON.orOwn(Estate.BEN));
        assertThat(london.open()).containsExactly(annas);
        assertThat(locks.approvals(Reach.EVERYWHERE).open()).containsExactly(asked, annas);
        assertThat(london.find(asked.id())).isEmpty();
        assertThat(london.of("container:" + ben, 10)).isEmpty();
        for (long id : new long[] {asked.id(), 4711}) {
            assertThatThrownBy(() -> london.approve(id, ALAN, ""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is no approval " + id);
            assertThatThrownBy(() -> london.refuse(id, ALAN, "")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> london.withdraw(id, ADA)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(london.approve(annas.id(), ALAN, "").state()).isEqualTo(Approval.State.APPROVED);
        assertThat(estate.exists(FRA, ANNAS + ".lock")).isTrue();
    }
}
