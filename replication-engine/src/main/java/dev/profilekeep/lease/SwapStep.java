package dev.profilekeep.lease;

/** How far a swap is. Each is written down before what it names is done. */
enum SwapStep {
    /** The new file is made. What has the name is untouched. */
    BEGUN,
    /** The new file is whole, checked, with owner and rights. */
    PREPARED,
    /** What belongs to the old file leaves with it: its sidecars lose their names. */
    SIDECARS,
    /** The old file gets a second name. */
    LINKING,
    /** The new file takes the name. */
    REPLACING,
    /** The new file has the name; whether the old one was written meanwhile is looked at. */
    REPLACED,
    /** Nothing of it came about, and its things are removed. */
    REVERTING,
    /** The old file was written meanwhile and takes its name back. */
    PUTTING_BACK,
    /** Over: the new file has the name, the old one is kept. */
    DONE,
    /** Over: nothing came about. */
    REVERTED,
    /** Over: the old file has its name again. */
    PUT_BACK,
    /** Over: both were written; the new one has the name, the old one is kept until a person decides. */
    CONFLICT,
    /** The kept file is removed. */
    DROPPED,
    /** The file leaves its name, for good: nothing takes its place. */
    MOVING_ASIDE,
    /** It has its name still, and is to keep it. */
    STAYING,
    /** Over: the name is free, what had it is kept. */
    ASIDE,
    /** What was moved aside takes its name again. */
    RETURNING,
    /** The name is free, and what becomes of it follows from what became of the first copy. */
    EMPTIED,
    /** The first copy is replaced; the new file takes the free name. */
    PLACING;

    boolean isOver() {
        return this == DONE
                || this == REVERTED
                || this == PUT_BACK
                || this == CONFLICT
                || this == DROPPED
                || this == ASIDE;
    }
}
