package dev.profilekeep.space.estate;

import java.util.Map;

/**
 * How much FSLogix leaves.
 *
 * @param all each container once
 * @param byReason a container counts for each of its reasons; every reason is there
 */
public record NeverCompactedTotals(Sum all, Map<NeverCompacted.Reason, Sum> byReason) {
    /** @param reclaimable bytes that could be given back */
    public record Sum(long containers, long reclaimable) {}

    public NeverCompactedTotals {
        byReason = Map.copyOf(byReason);
    }

    /** What one reason counts; nothing of one that is not there. */
    public Sum of(NeverCompacted.Reason reason) {
        return byReason.getOrDefault(reason, new Sum(0, 0));
    }
}
