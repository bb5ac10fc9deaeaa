package dev.profilekeep.lock;

import dev.profilekeep.catalog.CatalogException;

/**
 * Why a lock is not cleared. Nothing was changed then.
 *
 * @param sentence for people, in English; names the place and what to do
 */
public record Refusal(Why why, String sentence) {
    /** The kinds of reasons, for translations and scripts. */
    public enum Why {
        /** There is no such container, or its set is not configured any more. */
        UNKNOWN,
        NOT_LOCKED,
        /** Somebody works with it. */
        LIVE,
        /** It takes two administrators. */
        NEEDS_APPROVAL,
        /** Nothing of the lock is a file that could be removed. */
        NOTHING_TO_REMOVE,
        /** No copy of the disk is left that could be held meanwhile. */
        NO_DISK,
        /** Several copies at one location: which one counts cannot be told. */
        SEVERAL_COPIES,
        /** The mode of a location lets people change nothing there. */
        MODE,
        /** A lock file is marked read-only, so its server would not remove it. */
        READ_ONLY,
        /** The file server cannot show who has a disk open. */
        NO_PROOF,
        /** A location that matters does not answer. */
        UNREACHABLE,
        /** We may not, at the server. */
        DENIED,
        /** Another act of ours is at work on it. */
        HELD_BY_US,
        /** The catalog or the audit did not answer: no entry, no act. */
        NOT_TOLD,
        /** It is not what it was when the plan was made. */
        CHANGED,
        /** The plan is too old. */
        TOO_OLD,
        /** More than one act may clear. */
        TOO_MANY
    }

    /** Whether that is how it goes if somebody was quicker, and no sign that something is wrong. */
    boolean somebodyCame() {
        return why == Why.LIVE || why == Why.CHANGED || why == Why.NOT_LOCKED || why == Why.HELD_BY_US;
    }

    static Refusal notTold(CatalogException e) {
        return new Refusal(
                Why.NOT_TOLD, "it cannot be recorded, so nothing was done (" + e.getMessage() + "); try again later");
    }
}
