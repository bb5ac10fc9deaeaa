package dev.profilekeep.lock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one row of a plan.
 *
 * @param removed locations where the lock was taken away
 * @param left locations where it is still there
 * @param unknown locations that did not answer: it may be gone there, be there, or go later
 * @param refusal null unless it was refused
 * @param sentence for people, in English: what is so now, and what to do
 */
public record ClearOutcome(
        long containerId,
        String account,
        Result result,
        List<String> removed,
        List<String> left,
        List<String> unknown,
        @Nullable Refusal refusal,
        String sentence) {
    /** How it ended. */
    public enum Result {
        CLEARED,
        /** Nothing was changed. */
        REFUSED,
        /** At some locations, not at all. */
        PARTLY,
        /** It was tried, and something is not as it should be. */
        FAILED,
        /** It was not tried, as one before it did not end as expected. */
        NOT_DONE
    }

    public ClearOutcome {
        removed = List.copyOf(removed);
        left = List.copyOf(left);
        unknown = List.copyOf(unknown);
    }

    ClearOutcome saying(String other) {
        return new ClearOutcome(containerId, account, result, removed, left, unknown, refusal, other);
    }

    static ClearOutcome refused(ClearPlan.Row row, Refusal refusal) {
        return new ClearOutcome(
                row.containerId(),
                row.account(),
                Result.REFUSED,
                List.of(),
                List.of(),
                List.of(),
                refusal,
                refusal.sentence());
    }

    static ClearOutcome notDone(ClearPlan.Row row, String why) {
        return new ClearOutcome(
                row.containerId(), row.account(), Result.NOT_DONE, List.of(), List.of(), List.of(), null, why);
    }
}
