package dev.profilekeep.cli;

import dev.profilekeep.storage.StorageAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether backups would be lost with what they are of. Stateless. */
final class OneStorage {
    private OneStorage() {}

    /** What to say if the repository lies where the containers do. */
    static Optional<String> warning(String repository, String containers) throws IOException {
        StorageAddress backups = StorageAddress.parse(repository);
        StorageAddress profiles = StorageAddress.parse(containers);
        boolean same = false;
        if (backups instanceof StorageAddress.Smb one && profiles instanceof StorageAddress.Smb other) {
            same = one.host().equalsIgnoreCase(other.host());
        } else if (backups instanceof StorageAddress.Local one && profiles instanceof StorageAddress.Local other) {
            same = store(one.folder()).equals(store(other.folder()));
        }
        return same
                ? Optional.of("the repository lies on the same storage as " + containers
                        + ": whatever destroys that destroys the backups with it")
                : Optional.empty();
    }

    private static Object store(Path path) throws IOException {
        return Files.exists(path) ? Files.getFileStore(path) : path;
    }
}
