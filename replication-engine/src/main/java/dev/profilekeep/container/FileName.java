package dev.profilekeep.container;

/** What the name of a file beside or among containers says. */
public sealed interface FileName {
    /**
     * A container's disk.
     *
     * @param baseName the name without its extension, as it is spelt
     * @param sid from the disk's own name; empty if it has none there
     * @param account likewise
     */
    record Disk(ContainerKind kind, String baseName, String sid, String account) implements FileName {}

    /** A difference disk or a part of one: belongs to a session under way or one that ended badly. Never a container. */
    record Difference(String name) implements FileName {}

    /**
     * A file that belongs to a disk.
     *
     * @param disk name of the disk
     */
    record Sidecar(String disk, Type type) implements FileName {
        /** The kinds that FSLogix writes. */
        public enum Type {
            LOCK,
            META,
            METADATA
        }
    }

    /** A virtual disk whose name is none that FSLogix gives. */
    record StrayDisk(String name) implements FileName {}

    /** Anything else. */
    record Stray(String name) implements FileName {}
}
