package dev.profilekeep.request;

/** What somebody wants. */
public enum RequestKind {
    /** The whole container as it was at a moment. */
    WHOLE,
    /** Files as they were at a moment, put where their owner finds them. */
    FILES,
    /** The profile put aside, so that a new one is made at the next sign-in. */
    RESET,
    /** The Office container put aside, likewise. */
    REBUILD_OFFICE;

    /** Whether it goes back to a backup. */
    public boolean needsPoint() {
        return this == WHOLE || this == FILES;
    }
}
