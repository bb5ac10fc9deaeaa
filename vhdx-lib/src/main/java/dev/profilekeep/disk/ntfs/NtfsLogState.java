package dev.profilekeep.disk.ntfs;

/** What the restart area of {@code $LogFile} says of the last time the volume was mounted. */
public enum NtfsLogState {
    /** Unmounted properly, or never mounted. */
    CLOSED,
    /** Mounted now, or not unmounted properly: Windows will replay the log at the next mount. */
    OPEN,
    /** The restart area cannot be made out. */
    UNKNOWN
}
