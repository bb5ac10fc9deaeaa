package dev.profilekeep.backup.points;

import dev.profilekeep.backup.decision.Decision;
import java.util.List;

/**
 * What holds the backups of a container. A hold is a decision of one repository: one that was made there alone, by command, or before there was another, says nothing of the rest.
 *
 * @param made one for each repository that has one, in the order of their ids
 * @param in their ids, in the same order
 * @param without ids of those that have backups of it, or will have by the configuration, and no hold: there they go by the rules
 * @param unread those that could not be asked, or have a decision that cannot be read: nobody knows what is so there
 */
public record Holds(List<Decision> made, List<String> in, List<String> without, List<Unreached> unread) {
    public Holds {
        made = List.copyOf(made);
        in = List.copyOf(in);
        without = List.copyOf(without);
        unread = List.copyOf(unread);
    }

    /** Whether it is held in some of its repositories, and in others it is not. */
    public boolean isPartial() {
        return !made.isEmpty() && !without.isEmpty();
    }
}
