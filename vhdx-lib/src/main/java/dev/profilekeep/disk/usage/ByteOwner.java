package dev.profilekeep.disk.usage;

import dev.profilekeep.disk.io.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * Whose some neighbouring bytes are.
 *
 * @param range in bytes of what was asked about: a volume, a disk, or a container's file
 * @param kind what it is
 * @param name of the owner, for people: a path, a structure, a partition
 * @param inside the same bytes as the owner counts them; null where that means nothing
 * @param detail what else is to be said of it; empty for nothing
 */
public record ByteOwner(ByteRange range, Kind kind, String name, @Nullable ByteRange inside, String detail) {
    /** What kinds of owners there are. */
    public enum Kind {
        /** A file or a folder. */
        FILE,
        /** A file of the file system itself. */
        FILE_SYSTEM,
        /** Clusters that nobody uses. */
        FREE,
        /** Clusters that are marked as used, and no file has them. */
        NOBODY,
        /** Of a partition table. */
        PARTITION_TABLE,
        /** Between partitions. */
        GAP,
        /** A partition that we cannot look into. */
        PARTITION,
        /** Of the container's file, and no content of the disk. */
        CONTAINER
    }

    ByteOwner in(ByteRange other) {
        return new ByteOwner(other, kind, name, inside, detail);
    }
}
