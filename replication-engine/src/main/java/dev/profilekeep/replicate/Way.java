package dev.profilekeep.replicate;

/** How a copy is brought to what the active site's says. */
public enum Way {
    /** Neither changed since they agreed. */
    NOTHING,
    /** There is no copy, and never was: all of the file is sent. */
    FIRST_COPY,
    /** There is a copy and no agreement: both are read whole and compared; nothing is written. */
    COMPARE,
    /** What changed is written into a copy of the old copy. */
    CHANGES,
    /** All of the file is sent, and takes the place of the old copy. */
    WHOLE,
    /** Something stands against it. */
    REFUSED
}
