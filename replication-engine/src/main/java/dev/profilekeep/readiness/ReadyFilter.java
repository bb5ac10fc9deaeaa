package dev.profilekeep.readiness;

import dev.profilekeep.catalog.Reach;
import java.util.Set;

/**
 * Which verdicts are asked for; empty sets and texts do not narrow.
 *
 * @param text part of account name, SID or disk name, as {@link dev.profilekeep.catalog.ContainerFilter} has it
 * @param activeSite verdicts of sets whose people work there
 * @param siteId verdicts on that site
 * @param oneCopy those alone that have one copy
 * @param diverged those alone whose copies diverged
 */
public record ReadyFilter(
        String text,
        String activeSite,
        String siteId,
        Set<ReadyWord> words,
        boolean oneCopy,
        boolean diverged,
        Reach reach) {
    public static final ReadyFilter ALL = new ReadyFilter("", "", "", Set.of(), false, false, Reach.EVERYWHERE);

    public ReadyFilter {
        words = Set.copyOf(words);
    }
}
