package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.io.ByteView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file record in use, as a walk over all of them meets it.
 *
 * @param number of the record
 * @param file whose it is: the record itself, or the file that it extends
 * @param names of the file that this record holds; others may be in other records of it
 * @param latest the last of the times that the record tells of its file, the one of access left out; null if it tells none
 * @param bytes as they lie on the disk; not to be kept
 */
public record RecordSeen(
        long number, FileReference file, List<FileName> names, @Nullable Instant latest, ByteView bytes) {
    /** The record of {@code $Extend}, the folder of the system's own files. */
    public static final long EXTEND = MasterFileTable.EXTEND;
}
