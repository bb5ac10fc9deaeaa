package dev.profilekeep.compact.estate;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import java.util.Set;

/**
 * Which items are wanted.
 *
 * @param text words that must be part of account or path; empty for any
 * @param outcomes empty for any
 * @param why the word of a reason; empty for any
 * @param reach of whoever asks
 */
public record ItemFilter(String text, Set<Outcome> outcomes, String why, Reach reach) {
    public ItemFilter {
        outcomes = Set.copyOf(outcomes);
    }
}
