package dev.profilekeep.disk.content;

/**
 * Why everything on a disk counts.
 *
 * @param sentence for people, with the partition that it is about
 */
public record Doubt(Kind kind, String sentence) {
    /** What stands in the way of leaving anything out. */
    public enum Kind {
        /** Somebody asked for that. */
        ASKED,
        /** The content is partly in a parent which is not open. */
        PARENT,
        /** A partition table, or a partition, that cannot be understood. */
        PARTITIONS,
        /** No volume of a file system that is known. */
        NO_VOLUME,
        BITLOCKER,
        SHADOW_COPIES,
        /** The volume asks for a check at its next mount. */
        DIRTY,
        /** The log of the file system is open, or damaged. */
        OPEN_LOG,
        HIBERNATED,
        /** The volume contradicts itself, or says what nobody understands. */
        DAMAGED
    }
}
