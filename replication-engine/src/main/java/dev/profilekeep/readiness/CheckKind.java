package dev.profilekeep.readiness;

/** What is looked at for a verdict, in the order in which a sign-in meets it. */
public enum CheckKind {
    /** There is a copy at the site. */
    COPY,
    /** Nobody keeps it from being opened. */
    LOCK,
    /** The container's headers and log are sound; a log that the next host replays is. */
    HEADERS,
    /** Partition and NTFS are sound. */
    FILE_SYSTEM,
    /** There is room left inside. */
    FREE,
    /** The person's registry is there and sound. */
    HIVE,
    /** The file is the person's, and they may open it. */
    OWNER,
    /** How much of the person's work would be lost. */
    LOSS,
    /** The site has room for the person to work. */
    CAPACITY,
    /** What Office keeps: made anew where it is not there. */
    OFFICE
}
