package dev.profilekeep.backup.points;

import dev.profilekeep.backup.decision.Decision;
import java.util.List;

/**
 * What holds the backups of a container. A hold is a decision of one repository: one that was made there alone, by command, or before there was another, says nothing of the rest.
 *
 * @param made one for each repository that has one, in the order of their ids
 * @param without ids of those that have backups of it, or will have by the configuration, and no hold: there they go by the rules
 */
public record Holds(List<Decision> made, List<String> without) {
    public Holds {
        made = List.copyOf(made);
        without = List.copyOf(without);
    }

    /** Whether it is held in some of its repositories, and in others it is not. */
    public boolean isPartial() {
        return !made.isEmpty() && !without.isEmpty();
    }
}
