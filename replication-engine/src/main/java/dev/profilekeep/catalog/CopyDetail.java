package dev.profilekeep.catalog;

import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of a container at one location, as last seen.
 *
 * @param file what the server said; null if it was never listed
 * @param info what the disk says about itself; null if it could not be read so far
 * @param infoAt when {@code info} was read; an unchanged copy keeps an older one, whose proof is {@code checkedAt}
 * @param checkedAt when it was last seen to be as {@code presence} says; null if it was listed and never looked at
 * @param reason why it could not be read, in a sentence; null unless unreadable or in use
 * @param sidecars names of files that belong to the disk, with size
 */
public record CopyDetail(
        long id,
        String locationId,
        String siteId,
        StoragePath path,
        Presence presence,
        @Nullable StoredFile file,
        @Nullable DiskInfo info,
        @Nullable Instant infoAt,
        @Nullable Instant checkedAt,
        @Nullable String reason,
        List<SidecarSeen> sidecars) {

    /** What the last inventory met. */
    public enum Presence {
        PRESENT,
        /** Listed, but somebody holds it: what is known is from before. */
        IN_USE,
        /** Listed, but not readable. */
        UNREADABLE,
        /** Was there once and is not any more. */
        GONE
    }

    /** A file beside a disk: {@code .lock}, {@code .meta}, {@code .metadata} or part of a difference disk. */
    public record SidecarSeen(String name, long size, Instant lastWritten) {}

    public CopyDetail {
        sidecars = List.copyOf(sidecars);
    }
}
