package dev.profilekeep.notify;

/** How somebody's container stands, for the word they asked for. */
public enum Standing {
    /** Nothing locks it. */
    FREE,
    /** Proved left over: its owner may free it. */
    STALE,
    /** In use, or nobody can tell. */
    NOT_YET
}
