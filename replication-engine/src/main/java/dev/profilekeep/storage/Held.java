package dev.profilekeep.storage;

/**
 * Whether somebody has a file open, as one exclusive open-and-close showed. It does not tell who: our own handles count too.
 *
 * @param why the answer is what it is, as a sentence for people
 */
public record Held(State state, String why) {
    /** What it showed. */
    public enum State {
        /** Nobody had it open for reading or writing at that moment. */
        FREE,
        /** Somebody has it open. */
        HELD,
        /** Marked for deletion, and open somewhere: it goes with the last handle. */
        GOING,
        /** There is no such file. */
        ABSENT,
        /** Cannot be told here, or by this account. Not HELD, and not FREE either. */
        UNTOLD
    }
}
