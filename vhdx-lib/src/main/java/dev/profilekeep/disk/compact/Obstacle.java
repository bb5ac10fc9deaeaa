package dev.profilekeep.disk.compact;

/**
 * What stands against the compaction of a container.
 *
 * @param sentence for people; says what it is in this container
 */
public record Obstacle(Kind kind, String sentence) {
    /** Kinds of obstacles, by which they are counted; the most serious first. */
    public enum Kind {
        /** The check found damage: a copy would carry it on, or hide it. */
        DAMAGED,
        /** Part of the disk could not be checked. */
        NOT_CHECKED,
        /** A differencing disk: its parent rests on nothing changing under it, and it on its parent. */
        DIFFERENCE_DISK,
        /** The container's own log holds changes: whoever had it open did not close it. */
        CONTAINER_LOG,
        /** A partition or a file system that is not understood, so that nobody knows what counts. */
        UNKNOWN_FILE_SYSTEM,
        BITLOCKER,
        SHADOW_COPIES,
        HIBERNATED,
        /** The volume asks for a check at its next mount. */
        DIRTY,
        /** The volume was not unmounted properly. */
        OPEN_LOG,
        /** Stored in full by intention; made dynamic only if asked for. */
        FIXED,
        NO_ROOM,
        /** Nothing would be gained. */
        ALREADY_MINIMAL,
        /** Something would be gained, but less than is worth the work. */
        GAIN_TOO_SMALL
    }
}
