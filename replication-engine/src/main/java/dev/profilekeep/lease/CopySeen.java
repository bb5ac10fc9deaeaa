package dev.profilekeep.lease;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StoredFile;
import java.io.EOFException;
import java.io.IOException;

/**
 * What a copy was when somebody looked at it, to be compared later. What was not known then is not compared.
 *
 * @param lastWriteTime FILETIME; 0 if not known
 * @param changeTime FILETIME; 0 if not known or not to be compared: a second name or a new owner moves it too
 * @param fileId 0 if the server does not say
 * @param stamp of the disk's headers ({@link DiskInspector#stamp}); empty if not known or no disk
 */
public record CopySeen(long size, long lastWriteTime, long changeTime, long fileId, String stamp) {
    public static CopySeen of(StoredFile file, String stamp) {
        return new CopySeen(file.size(), file.lastWriteTime(), file.changeTime(), file.fileId(), stamp);
    }

    /** As it is now, through an open handle. What is no disk, or a broken one, has no stamp. */
    static CopySeen now(OpenFile file) throws IOException {
        return of(file.stat(), stamp(file));
    }

    private static String stamp(OpenFile file) throws IOException {
        try {
            return DiskInspector.stamp(file);
        } catch (DiskException | EOFException e) {
            return "";
        }
    }

    /** Leaves out what a second name or new attributes move. */
    public CopySeen ofContent() {
        return new CopySeen(size, lastWriteTime, 0, fileId, stamp);
    }

    /** What differs from {@code now}, as words for people; empty if nothing does. */
    public String differsFrom(CopySeen now) {
        if (fileId != 0 && now.fileId != 0 && fileId != now.fileId) {
            return "another file has its name now";
        }
        if (size != now.size) {
            return "its size went from " + size + " to " + now.size + " bytes";
        }
        if (lastWriteTime != 0 && lastWriteTime != now.lastWriteTime) {
            return "it was written at " + StoredFile.toInstant(now.lastWriteTime);
        }
        if (!stamp.isEmpty() && !stamp.equals(now.stamp)) {
            return "the disk's headers have moved: somebody had it open for writing";
        }
        if (changeTime != 0 && now.changeTime != 0 && changeTime != now.changeTime) {
            return "its data or attributes changed at " + StoredFile.toInstant(now.changeTime);
        }
        return "";
    }
}
