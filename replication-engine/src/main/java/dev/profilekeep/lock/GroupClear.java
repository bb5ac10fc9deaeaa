package dev.profilekeep.lock;

import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.Refusal.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The rows of a plan, one after another. What the plan refused when somebody was shown it counts for nothing. Of the others the first
 * is the canary: unless it is cleared, the rest stays. After it, whatever ends otherwise than cleared stops the rest. Only that somebody
 * was quicker does not, as long as it stays the exception: if it happens twice and to more than one in ten, the evidence is wrong.
 */
final class GroupClear {
    /** An older plan says too little of now. */
    static final Duration PLAN_HOLDS = Duration.ofMinutes(15);

    private GroupClear() {}

    /**
     * @param notTried told of rows that the plan would have had done and that are not even tried
     * @param each told of every row as it ends
     */
    static List<ClearOutcome> run(
            ClearPlan plan,
            Instant now,
            int mostPerAct,
            Function<ClearPlan.Row, ClearOutcome> clearOne,
            BiConsumer<ClearPlan.Row, ClearOutcome> notTried,
            Consumer<ClearOutcome> each) {
        List<ClearOutcome> outcomes = new ArrayList<>();
        boolean old = plan.madeAt().isBefore(now.minus(PLAN_HOLDS));
        boolean many = plan.count() > mostPerAct;
        Course course = new Course();
        for (ClearPlan.Row row : plan.rows()) {
            Refusal refusal = row.refusal();
            ClearOutcome outcome;
            boolean left = false;
            if (refusal != null) {
                outcome = ClearOutcome.refused(row, refusal);
                if (plan.surprises().contains(row.containerId())) {
                    course.took(outcome);
                }
            } else if (old) {
                outcome = ClearOutcome.refused(
                        row, new Refusal(Why.TOO_OLD, "the plan is older than 15 minutes: look again"));
                left = true;
            } else if (many) {
                outcome = ClearOutcome.refused(
                        row,
                        new Refusal(
                                Why.TOO_MANY,
                                "one act clears at most " + mostPerAct + " locks (policies.locks.maxPerAct), not "
                                        + plan.count()));
                left = true;
            } else if (!course.stopped.isEmpty()) {
                outcome = ClearOutcome.notDone(row, course.stopped);
                left = true;
            } else {
                outcome = clearOne.apply(row);
                if (!isForetold(plan, row, outcome)) {
                    course.took(outcome);
                }
            }
            if (left) {
                notTried.accept(row, outcome);
            }
            outcomes.add(outcome);
            each.accept(outcome);
        }
        return outcomes;
    }

    /** That two have not agreed yet is what the plan said. */
    private static boolean isForetold(ClearPlan plan, ClearPlan.Row row, ClearOutcome outcome) {
        Refusal refusal = outcome.refusal();
        return refusal != null
                && refusal.why() == Why.NEEDS_APPROVAL
                && row.needsApproval()
                && !plan.surprises().contains(row.containerId());
    }

    /** How it goes with what counts. */
    private static final class Course {
        private int cleared;
        private int quicker;
        /** Why the rest stays; empty as long as it goes on. */
        private String stopped = "";

        void took(ClearOutcome outcome) {
            if (outcome.result() == Result.CLEARED) {
                cleared++;
                return;
            }
            Refusal refusal = outcome.refusal();
            boolean somebodyCame = refusal != null && refusal.somebodyCame();
            quicker += somebodyCame ? 1 : 0;
            if (!stopped.isEmpty()) {
                return;
            }
            if (cleared == 0 || !somebodyCame) {
                stopped = "not tried, since " + name(outcome) + (cleared == 0 ? ", the first of all," : "")
                        + " did not end as expected: " + outcome.sentence();
            } else if (quicker >= 2 && quicker * 10 > cleared) {
                stopped = "not tried, since " + quicker
                        + " that had been proved stale turned out to be in use or changed";
            }
        }

        private static String name(ClearOutcome outcome) {
            return outcome.account().isEmpty() ? "container " + outcome.containerId() : outcome.account();
        }
    }
}
