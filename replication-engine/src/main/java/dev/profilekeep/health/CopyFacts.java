package dev.profilekeep.health;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What findings about one copy are made from. Sizes in bytes, -1 where not known.
 *
 * @param held somebody has it open, or wrote to it while it was read
 * @param unreadable could not be read the last time
 * @param damaged it could not be read because its bytes break a rule
 * @param reason why it is held or unreadable; empty otherwise
 * @param lock the Cloud Cache lock beside it; null if there is none that counts
 * @param damage of a file system inside; empty if there is none
 * @param differences names of difference disks beside it
 * @param everRead what the disk says about itself is known, from now or before
 */
public record CopyFacts(
        String locationId,
        boolean held,
        boolean unreadable,
        boolean damaged,
        String reason,
        @Nullable Lock lock,
        boolean everRead,
        long fileSize,
        long used,
        long free,
        long reclaimable,
        boolean dirty,
        boolean logOpen,
        boolean noFileSystem,
        boolean differenceDisk,
        String damage,
        List<String> differences,
        Instant lastWritten) {
    /** A lock file, by what a listing says of it. */
    public record Lock(String name, long bytes, Instant lastWritten) {}

    public CopyFacts {
        differences = List.copyOf(differences);
    }

    /** The same, of a copy that a later look met free. */
    public CopyFacts released() {
        return new CopyFacts(
                locationId,
                false,
                unreadable,
                damaged,
                held ? "" : reason,
                null,
                everRead,
                fileSize,
                used,
                free,
                reclaimable,
                dirty,
                logOpen,
                noFileSystem,
                differenceDisk,
                damage,
                differences,
                lastWritten);
    }
}
