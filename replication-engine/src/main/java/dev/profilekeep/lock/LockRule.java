package dev.profilekeep.lock;

/** The rules that decide, by the name they have in {@code docs/locks.md}. */
public enum LockRule {
    /** An exclusive open is refused somewhere: somebody has the disk open. */
    HELD,
    /** A host says now that the person works there. */
    SESSION,
    /** The lock file changed from one look to the next. */
    RENEWED,
    /** A location could not be asked. */
    NOT_ASKED,
    /** A location cannot tell whether somebody has the disk open. */
    CANNOT_TELL,
    /** The file server lists a handle that the exclusive open did not meet. */
    CONTRADICTION,
    /** A host says that the person works there, yet nobody has the disk open. */
    SESSION_WITHOUT_DISK,
    /** Standard mode: nobody has the disk open at any location, so the file left over means nothing. */
    FREE_EVERYWHERE,
    /** Standard mode: the handle is of a machine that has restarted since. */
    DEAD_HANDLE,
    /** Cloud Cache: a file server did not tell its time, so nobody can tell how long ago files were written there. */
    NO_CLOCK,
    /** Cloud Cache: the lock file was written moments ago. */
    TOO_YOUNG,
    /** Cloud Cache: nobody can tell which host made the lock. */
    NO_HOLDER,
    /** Cloud Cache: the host that made the lock may still keep changes. */
    CACHE_MAY_BE,
    /** Cloud Cache: the host that made the lock says that it keeps nothing. */
    CACHE_GONE,
    /** Cloud Cache: the host restarted, has been back for minutes, and neither lock nor state files moved. */
    BACK_AND_QUIET,
    /** Cloud Cache: no host of the pool has a session or a cache of the person. */
    NO_HOST_HAS_IT
}
