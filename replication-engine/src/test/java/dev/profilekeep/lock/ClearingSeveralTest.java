package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.BENS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.Refusal.Why;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.OpenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several locks in one act: the first is the canary. */
class ClearingSeveralTest extends ClearingCase {
    private static final String CLEOS = "S-1-5-21-1-2-3-1003_cleo/Profile_cleo.VHDX";

    private List<Long> three() {
        standard();
        estate.locked(BENS);
        estate.locked(CLEOS);
        estate.aMinuteLater();
        return List.of(estate.anna(), estate.container("ben"), estate.container("cleo"));
    }

    private static void await(CountDownLatch over) {
        try {
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
}
