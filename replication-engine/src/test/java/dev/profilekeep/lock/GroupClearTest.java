package dev.profilekeep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.Refusal.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stops the rest of a group, and what does not. */
class GroupClearTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");

    private final Map<Long, ClearOutcome> otherwise = new HashMap<>();
    private final List<Long> tried = new ArrayList<>();
    private final List<Long> left = new ArrayList<>();

    private static ClearPlan.Row row(long id, boolean byTwo, Why refused) {
        return new ClearPlan.Row(
                id,
                "",
                "u" + id,
                null,
                List.of(),
                List.of(),
                List.of(),
                "basis-" + id,
                byTwo,
                refused == null ? null : new Refusal(refused, "refused"));
    }

    private static ClearPlan plan(ClearPlan.Row... rows) {
        return new ClearPlan(NOW, List.of(rows));
    }

    private static ClearPlan.Row would(long id) {
        return row(id, false, null);
    }

    private static ClearPlan twenty() {
        List<ClearPlan.Row> rows = new ArrayList<>();
        for (long id = 1; id <= 20; id++) {
            rows.add(would(id));
        }
        return new ClearPlan(NOW, rows);
    }

    private GroupClearTest ends(long id, Result result, Why why) {
        otherwise.put(
                id,
                new ClearOutcome(
                        id,
                        "u" + id,
                        result,
                        List.of(),
                        List.of(),
                        List.of(),
                        why == null ? null : new Refusal(why, "it is so"),
                        "it is so"));
        return this;
    }

    private List<Result> run(ClearPlan plan) {
        return GroupClear.run(
                        plan,
                        NOW,
                        200,
                        row -> {
                            tried.add(row.containerId());
                            return otherwise.getOrDefault(
                                    row.containerId(),
                                    new ClearOutcome(
                                            row.containerId(),
                                            row.account(),
                                            Result.CLEARED,
                                            List.of(),
                                            List.of(),
                                            List.of(),
                                            null,
                                            ""));
                        },
                        (row, outcome) -> left.add(row.containerId()),
                        each -> {})
                .stream()
                .map(ClearOutcome::result)
                .toList();
    }

    @Test
    void unless_the_first_that_is_tried_is_cleared_the_rest_stays_whatever_the_reason() {
        for (Why why : List.of(Why.CHANGED, Why.LIVE, Why.NOT_LOCKED, Why.HELD_BY_US, Why.UNREACHABLE, Why.UNKNOWN)) {
            ends(1, Result.REFUSED, why);
            assertThat(run(plan(would(1), would(2), would(3))))
                    .as(why.name())
                    .containsExactly(Result.REFUSED, Result.NOT_DONE, Result.NOT_DONE);
        }
        for (Result result : List.of(Result.PARTLY, Result.FAILED)) {
            ends(1, result, null);
            assertThat(run(plan(would(1), would(2)))).containsExactly(result, Result.NOT_DONE);
        }
        assertThat(tried).containsOnly(1L);
        assertThat(left).contains(2L, 3L).doesNotContain(1L);
    }

    @Test
    void what_the_plan_refused_when_it_was_shown_counts_for_nothing() {
        ClearPlan plan =
                plan(row(1, false, Why.LIVE), row(2, false, Why.MODE), would(3), row(4, false, Why.LIVE), would(5));
        assertThat(run(plan))
                .containsExactly(Result.REFUSED, Result.REFUSED, Result.CLEARED, Result.REFUSED, Result.CLEARED);
        assertThat(run(plan.expecting(plan.shown())))
                .as("and after another look just so")
                .containsExactly(Result.REFUSED, Result.REFUSED, Result.CLEARED, Result.REFUSED, Result.CLEARED);
    }

    @Test
    void what_was_said_to_take_two_administrators_counts_for_nothing_without_them() {
        ends(1, Result.REFUSED, Why.NEEDS_APPROVAL);
        ClearPlan plan = plan(row(1, true, null), would(2), would(3));
        assertThat(run(plan)).containsExactly(Result.REFUSED, Result.CLEARED, Result.CLEARED);
        assertThat(run(plan.expecting(plan.shown()))).containsExactly(Result.REFUSED, Result.CLEARED, Result.CLEARED);

        assertThat(run(plan.expecting(plan(would(1), would(2), would(3)).shown())))
                .as("it was proved when it was shown")
                .containsExactly(Result.REFUSED, Result.NOT_DONE, Result.NOT_DONE);
        ends(1, Result.CLEARED, null);
        assertThat(run(plan.expecting(Map.of(1L, "basis-1"))))
                .as("two agreed on exactly that")
                .containsExactly(Result.CLEARED, Result.CLEARED, Result.CLEARED);
    }

    @Test
    void what_is_not_any_more_what_was_shown_stops_the_rest_as_if_it_had_been_tried() {
        Map<Long, String> shown = plan(would(1), would(2), would(3)).shown();
        for (Why why : List.of(Why.LIVE, Why.NOT_LOCKED, Why.MODE, Why.UNKNOWN)) {
            assertThat(run(plan(row(1, false, why), would(2), would(3)).expecting(shown)))
                    .as(why.name())
                    .containsExactly(Result.REFUSED, Result.NOT_DONE, Result.NOT_DONE);
        }
        assertThat(run(plan(would(1), would(2), would(3)).expecting(Map.of(1L, "another", 2L, "basis-2"))))
                .containsExactly(Result.REFUSED, Result.NOT_DONE, Result.NOT_DONE);
        assertThat(tried).isEmpty();
        assertThat(run(plan(would(1), would(2), would(3)).expecting(Map.of(1L, ""))))
                .as("it was refused when it was shown, and is not done now")
                .containsExactly(Result.REFUSED, Result.CLEARED, Result.CLEARED);
        assertThat(run(plan(would(1), row(2, false, Why.LIVE), would(3)).expecting(shown)))
                .as("one that came after the first was cleared")
                .containsExactly(Result.CLEARED, Result.REFUSED, Result.CLEARED);
    }

    @Test
    void that_somebody_was_quicker_stays_the_exception_after_the_first() {
        ends(2, Result.REFUSED, Why.LIVE);
        assertThat(run(twenty()))
                .hasSize(20)
                .filteredOn(one -> one == Result.CLEARED)
                .hasSize(19);
        ends(5, Result.REFUSED, Why.CHANGED);
        List<Result> twice = run(twenty());
        assertThat(twice.subList(0, 5))
                .containsExactly(Result.CLEARED, Result.REFUSED, Result.CLEARED, Result.CLEARED, Result.REFUSED);
        assertThat(twice.subList(5, 20)).containsOnly(Result.NOT_DONE);
    }

    @Test
    void whatever_else_ends_otherwise_than_cleared_stops_the_rest() {
        for (Why why : List.of(Why.UNREACHABLE, Why.DENIED, Why.NOT_TOLD, Why.NEEDS_APPROVAL)) {
            ends(3, Result.REFUSED, why);
            assertThat(run(twenty()))
                    .filteredOn(one -> one == Result.NOT_DONE)
                    .as(why.name())
                    .hasSize(17);
        }
    }
}
