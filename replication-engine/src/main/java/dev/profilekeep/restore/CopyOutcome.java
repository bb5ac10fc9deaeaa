package dev.profilekeep.restore;

import dev.profilekeep.lease.SwapOutcome;

/** What became of one copy. */
public record CopyOutcome(String locationId, SwapOutcome swap) {
    public boolean isReplaced() {
        return swap instanceof SwapOutcome.Swapped || swap instanceof SwapOutcome.Conflict;
    }
}
