package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.io.ByteView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file record in use, as a walk over all of them meets it.
 *
 * @param number of the record
 * @param file whose it is: the record itself, or the file that it extends
 * @param inExtend whether the file lies in {@code $Extend}: the system's, and written without a trace in its record
 * @param latest the last of the times that the record tells of its file, the one of access left out; null if it tells none
 * @param bytes as they lie on the disk; not to be kept
 */
public record RecordSeen(long number, FileReference file, boolean inExtend, @Nullable Instant latest, ByteView bytes) {}
