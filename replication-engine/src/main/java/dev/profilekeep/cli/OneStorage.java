package dev.profilekeep.cli;

import dev.profilekeep.storage.StorageAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether backups would be lost with what they are of. Stateless. */
final class OneStorage {
    private OneStorage() {}

    /** What to say, once, if the repository lies where some of the containers do. */
    static Optional<String> warning(String repository, List<String> containers) throws IOException {
        List<String> same = new ArrayList<>();
        for (String one : containers) {
            if (isSame(StorageAddress.parse(repository), StorageAddress.parse(one))) {
                same.add(one);
            }
        }
        return same.isEmpty()
                ? Optional.empty()
                : Optional.of("the repository lies on the same storage as " + same.get(0)
                        + (same.size() == 1 ? "" : " and " + (same.size() - 1) + " more")
                        + ": whatever destroys that destroys the backups with it");
    }

    private static boolean isSame(StorageAddress backups, StorageAddress profiles) throws IOException {
        if (backups instanceof StorageAddress.Smb one && profiles instanceof StorageAddress.Smb other) {
            return one.host().equalsIgnoreCase(other.host());
        } else if (backups instanceof StorageAddress.Local one && profiles instanceof StorageAddress.Local other) {
            return store(one.folder()).equals(store(other.folder()));
        }
        return false;
    }

    private static Object store(Path path) throws IOException {
        return Files.exists(path) ? Files.getFileStore(path) : path;
    }
}
