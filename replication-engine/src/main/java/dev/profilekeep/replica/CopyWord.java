package dev.profilekeep.replica;

/** How one copy of a container stands to the one at the active site. A closed set; what is not proved is never called {@link #EQUAL}. */
public enum CopyWord {
    /** The content of both was read and is the same. */
    EQUAL,
    /** Nothing speaks against it: neither changed since they were proved equal, as headers, sizes and times tell. */
    PRESUMED_EQUAL,
    /** It says what the other one said earlier. */
    LAGGING,
    /** Both changed since they last agreed. Never overwritten: a person decides. */
    DIVERGED,
    /** It alone changed since they last agreed: the day's work lies here. */
    NEWER_AT_SECONDARY,
    /** There is no such file, though the location was listed as a whole. */
    MISSING,
    /** Somebody works with it, so it could not be compared at one moment. */
    IN_USE,
    /** It cannot be read, or is damaged. */
    UNREADABLE,
    /** Nobody can tell: never compared, the location is silent, or there is no state in which they agreed. */
    UNPROVED
}
