package dev.profilekeep.backup.estate;

/** What became of a container at a backup. */
public enum Outcome {
    /** It was read, and is in a snapshot. */
    STORED,
    /** It is what it was at the backup before, and in a snapshot. */
    SAME,
    /** Somebody writes to it: tried again the next time, before others. */
    IN_USE,
    /** It cannot be backed up as it is. */
    UNREADABLE;

    boolean isSuccess() {
        return this == STORED || this == SAME;
    }
}
