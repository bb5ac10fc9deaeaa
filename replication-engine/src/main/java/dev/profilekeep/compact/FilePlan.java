package dev.profilekeep.compact;

import dev.profilekeep.disk.compact.CompactionPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the compaction of a file would do: the dry run.
 *
 * @param fileBytes length of the file
 * @param disk null if the file cannot be read
 * @param refusals why it is not done, what lies beside it first; empty if it may be done
 */
public record FilePlan(long fileBytes, @Nullable CompactionPlan disk, List<Refusal> refusals) {
    public FilePlan {
        refusals = List.copyOf(refusals);
    }

    public boolean isAllowed() {
        return refusals.isEmpty();
    }
}
