package dev.profilekeep.restore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which copies of a container would get new files that say the same; made by reading alone.
 *
 * @param act joins it with the audit
 * @param purpose of the act, by which what is kept of it is found again
 * @param targets the copies, the one at the active site first; none if refused, unless it is the mode of a location alone that forbids it
 * @param refusal null if it may be done
 */
public record ReplacementPlan(
        long containerId, String act, String purpose, List<RestoreTarget> targets, @Nullable RestoreRefusal refusal) {
    public ReplacementPlan {
        targets = List.copyOf(targets);
    }
}
