package dev.profilekeep.replicate;

/** How a copy is brought to what the active site's says. */
public enum Way {
    /** Neither changed since they agreed. */
    NOTHING,
    /** There is no copy, and never was: all of the file is sent. */
    FIRST_COPY,
    /** There is a copy and no agreement: both are read whole and compared; nothing is written. */
    COMPARE,
    /** What changed is written into a copy of the old copy; where its container has no place for that, all of the file is sent. */
    CHANGES,
    /** Something stands against it. */
    REFUSED
}
