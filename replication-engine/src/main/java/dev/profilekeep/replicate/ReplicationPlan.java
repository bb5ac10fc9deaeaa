package dev.profilekeep.replicate;

import dev.profilekeep.lease.CopySeen;
import dev.profilekeep.lease.SafeReplacePlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would be done for one copy; made by reading tables and headers alone.
 *
 * @param reason why not, if it is refused
 * @param source what the copy at the active site was; null if it was not looked at
 * @param swap of the copy at the other site; null if there is none, or it does not come to that
 * @param agreement in which both last said the same; null if there is none
 * @param sentences every step, in order, for people: the dry run
 */
public record ReplicationPlan(
        Pair pair,
        Way way,
        Reason reason,
        @Nullable CopySeen source,
        @Nullable SafeReplacePlan swap,
        @Nullable Agreement agreement,
        List<String> sentences) {
    public ReplicationPlan {
        sentences = List.copyOf(sentences);
    }

    static ReplicationPlan refused(Pair pair, Reason reason, String sentence) {
        return new ReplicationPlan(pair, Way.REFUSED, reason, null, null, null, List.of(sentence));
    }
}
