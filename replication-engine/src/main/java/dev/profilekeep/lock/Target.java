package dev.profilekeep.lock;

import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.storage.StoragePath;
import java.util.List;

/**
 * Where a look goes.
 *
 * @param copyId of the catalog; 0 if it knows no copy there
 * @param paths where the disk may lie, likeliest first; one for a copy that is known
 * @param expected whether the last inventory saw the copy there
 * @param holds whether the last inventory saw anything at the location: then it is not empty
 * @param listed whether an inventory ever listed the location: only then does "not there" mean anything
 */
record Target(
        LocationConfig location,
        long copyId,
        List<StoragePath> paths,
        boolean expected,
        boolean holds,
        boolean listed) {
    Target {
        paths = List.copyOf(paths);
    }
}
