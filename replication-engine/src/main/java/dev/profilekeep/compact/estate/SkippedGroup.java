package dev.profilekeep.compact.estate;

/**
 * What was left as it is for one reason.
 *
 * @param why the word of the reason, as in {@link CompactionItem#why()}
 * @param containers for which it holds
 * @param possibleBytes that they could give, of those whose plan could be made
 */
public record SkippedGroup(String why, long containers, long possibleBytes) {
    /** Whether there is nothing to win, rather than something in the way. */
    public boolean isSmallEnough() {
        return new Reason(why, "").isContentment();
    }
}
