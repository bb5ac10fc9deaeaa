package dev.profilekeep.restore.files;

import dev.profilekeep.disk.ntfs.FileReference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder as it was in a snapshot.
 *
 * @param path from the root of the volume, names between "/"; empty for the root
 * @param reference its record and which of its lives: the same for a file that was only renamed or moved
 * @param size of what programs read, in bytes; 0 for a folder
 * @param modified null if its record does not say
 * @param attributeBits FILE_ATTRIBUTE_* as they were stored
 * @param streams other streams of it, which only some programs see
 * @param problem why its content cannot be had, as a sentence; empty if it can
 */
public record SnapshotEntry(
        String path,
        FileReference reference,
        Kind kind,
        long size,
        @Nullable Instant modified,
        @Nullable Instant created,
        int attributeBits,
        List<Stream> streams,
        String problem) {
    /** What it is. */
    public enum Kind {
        FOLDER,
        FILE,
        /** It leads elsewhere, and is not followed. */
        LINK,
        /** Its record cannot be read. */
        DAMAGED
    }

    /**
     * Another stream of a file.
     *
     * @param size in bytes
     */
    public record Stream(String name, long size) {}

    public SnapshotEntry {
        streams = List.copyOf(streams);
    }

    /** The last name of its path; empty for the root. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether its content can be had. */
    public boolean isReadable() {
        return kind == Kind.FILE && problem.isEmpty();
    }
}
