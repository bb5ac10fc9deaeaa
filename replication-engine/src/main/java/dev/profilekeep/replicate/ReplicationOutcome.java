package dev.profilekeep.replicate;

/**
 * What became of one copy.
 *
 * @param reason {@link Reason#NONE} if it is up to date
 * @param sentence for people
 */
public record ReplicationOutcome(Word word, Reason reason, String sentence, Counts counts) {
    /** A closed set. */
    public enum Word {
        /** It said the same already. */
        UNCHANGED,
        /** It was found to say the same, for the first time: they agree from now on. */
        AGREED,
        /** It is there for the first time. */
        COPIED,
        /** It says now what the active site's says. */
        CARRIED,
        /** It is what it was. */
        LEFT,
        /** It is what it was, though nothing stood against it: something is broken. */
        FAILED
    }

    static ReplicationOutcome left(Reason reason, String sentence) {
        return new ReplicationOutcome(
                reason == Reason.NOT_PROVED ? Word.FAILED : Word.LEFT, reason, sentence, Counts.NONE);
    }

    /** Whether both copies say the same now, as was proved. */
    public boolean isUpToDate() {
        return reason == Reason.NONE;
    }
}
