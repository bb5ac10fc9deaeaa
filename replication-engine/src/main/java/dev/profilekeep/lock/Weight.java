package dev.profilekeep.lock;

/** What one observation says about a lock. */
public enum Weight {
    /** Somebody works with the disk. */
    LIVE,
    /** A part of the proof that nobody does. */
    STALE,
    /** Keeps from a proof in either direction. */
    DOUBT,
    /** Good to know, proves nothing. */
    NOTE
}
