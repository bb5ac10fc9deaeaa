package dev.profilekeep.compact.estate;

import dev.profilekeep.compact.Refusal;

/**
 * Why a container is left as it is.
 *
 * @param why by which such are counted: a word of {@code Refusal.Why}, or one of {@link CompactionItem.Waits}; empty if there is no reason
 * @param sentence for people, about this one
 */
record Reason(String why, String sentence) {
    static final Reason NONE = new Reason("", "");

    static Reason of(Refusal refusal) {
        return new Reason(refusal.why().word(), refusal.sentence());
    }

    static Reason of(Refusal.Why why, String sentence) {
        return new Reason(why.word(), sentence);
    }

    boolean isNone() {
        return why.isEmpty();
    }

    /** Whether it says that the disk is small enough. */
    boolean isContentment() {
        return why.equals(Refusal.Why.ALREADY_MINIMAL.word()) || why.equals(Refusal.Why.GAIN_TOO_SMALL.word());
    }
}
