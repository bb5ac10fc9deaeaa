package dev.profilekeep.lock;

import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.Refusal.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The rows of a plan, one after another. The first that is really cleared is the canary. Whatever ends otherwise than expected
 * stops the rest. Only that somebody was quicker does not, as long as it stays the exception: if it happens twice before
 * anything was cleared, or to more than one in ten, the evidence is wrong.
 */
final class GroupClear {
    /** An older plan says too little of now. */
    static final Duration PLAN_HOLDS = Duration.ofMinutes(15);

    private GroupClear() {}

    static List<ClearOutcome> run(
            ClearPlan plan,
            Instant now,
            int mostPerAct,
            Function<ClearPlan.Row, ClearOutcome> clearOne,
            Consumer<ClearOutcome> each) {
        List<ClearOutcome> outcomes = new ArrayList<>();
        boolean old = plan.madeAt().isBefore(now.minus(PLAN_HOLDS));
        boolean many = plan.count() > mostPerAct;
        int cleared = 0;
        int surprises = 0;
        String stopped = "";
        for (ClearPlan.Row row : plan.rows()) {
            Refusal refusal = row.refusal();
            ClearOutcome outcome;
            if (refusal != null) {
                outcome = ClearOutcome.refused(row, refusal);
            } else if (old) {
                outcome = ClearOutcome.refused(
                        row, new Refusal(Why.TOO_OLD, "the plan is older than 15 minutes: look again"));
            } else if (many) {
                outcome = ClearOutcome.refused(
                        row,
                        new Refusal(
                                Why.TOO_MANY,
                                "one act clears at most " + mostPerAct + " locks (policies.locks.maxPerAct), not "
                                        + plan.count()));
            } else if (!stopped.isEmpty()) {
                outcome = ClearOutcome.notDone(row, stopped);
            } else {
                outcome = clearOne.apply(row);
                cleared += outcome.result() == Result.CLEARED ? 1 : 0;
                surprises += isSurprise(outcome) ? 1 : 0;
                stopped = stops(row, outcome, cleared, surprises);
            }
            outcomes.add(outcome);
            each.accept(outcome);
        }
        return outcomes;
    }

    private static boolean isSurprise(ClearOutcome outcome) {
        Refusal refusal = outcome.refusal();
        return refusal != null && refusal.somebodyCame();
    }

    private static String stops(ClearPlan.Row row, ClearOutcome outcome, int cleared, int surprises) {
        Refusal refusal = outcome.refusal();
        if (outcome.result() == Result.CLEARED) {
            return "";
        }
        if (refusal != null && refusal.somebodyCame()) {
            return surprises >= 2 && surprises * 10 > cleared
                    ? "not tried, since " + surprises + " that had been proved stale turned out to be in use or changed"
                    : "";
        }
        boolean awaited = refusal != null && refusal.why() == Why.NEEDS_APPROVAL && row.needsApproval();
        return awaited ? "" : "not tried, since " + name(outcome) + " did not end as expected: " + outcome.sentence();
    }

    private static String name(ClearOutcome outcome) {
        return outcome.account().isEmpty() ? "container " + outcome.containerId() : outcome.account();
    }
}
