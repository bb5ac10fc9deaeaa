package dev.profilekeep.lock;

import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look met at one location, with what an act needs to find again exactly that.
 *
 * @param copyId of the catalog; 0 if it knows no copy there
 * @param path of the disk; null if none is known
 * @param disk null if there is none
 * @param open the handles on it, as the file server tells them apart
 * @param clock of the server, as far as it was needed and told
 * @param listedAt when the files were seen to be so
 * @param lockFiles as the server described them, times by its clock
 * @param metaFiles likewise
 */
record Sight(
        PlaceSeen place,
        ServerClock clock,
        Instant listedAt,
        long copyId,
        @Nullable StoragePath path,
        @Nullable StoredFile disk,
        List<StoredFile> lockFiles,
        List<StoredFile> metaFiles,
        List<ServerOpenFile> open) {
    Sight {
        open = List.copyOf(open);
        lockFiles = List.copyOf(lockFiles);
        metaFiles = List.copyOf(metaFiles);
    }

    Sight with(PlaceSeen other) {
        return new Sight(other, clock, listedAt, copyId, path, disk, lockFiles, metaFiles, open);
    }
}
