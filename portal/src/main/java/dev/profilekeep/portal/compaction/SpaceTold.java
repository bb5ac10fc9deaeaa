package dev.profilekeep.portal.compaction;

import dev.profilekeep.compact.estate.CompactionDay;
import dev.profilekeep.compact.estate.KeptSpace;
import java.util.List;

/**
 * What is told of the estate as a whole alone.
 *
 * @param days on which there was a run, the oldest first
 */
public record SpaceTold(List<CompactionDay> days, KeptSpace kept) {
    public SpaceTold {
        days = List.copyOf(days);
    }
}
