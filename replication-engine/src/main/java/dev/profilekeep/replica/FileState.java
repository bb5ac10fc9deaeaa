package dev.profilekeep.replica;

import dev.profilekeep.storage.StoredFile;
import java.time.Instant;

/**
 * The state of a copy's file, by which "unchanged since" is told: what the server says, and what the disk's headers say.
 *
 * @param size bytes
 * @param lastWriteTime FILETIME
 * @param changeTime FILETIME; 0 if the server does not say
 * @param fileId 0 if the server does not say
 * @param stamp of the headers, read anew, as {@link dev.profilekeep.disk.info.DiskInspector#stamp} gives it
 */
public record FileState(long size, long lastWriteTime, long changeTime, long fileId, String stamp) {
    public static FileState of(StoredFile file, String stamp) {
        return new FileState(file.size(), file.lastWriteTime(), file.changeTime(), file.fileId(), stamp);
    }

    public Instant written() {
        return StoredFile.toInstant(lastWriteTime);
    }
}
