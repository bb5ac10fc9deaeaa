package dev.profilekeep.backup.repo;

import dev.profilekeep.storage.StoragePath;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * What makes a folder a repository, as JSON. It is written last.
 *
 * @param format {@link #FORMAT}, for whoever looks into it
 * @param version of all formats in the repository
 * @param id that its keys are tied to
 * @param created by the clock of whoever made it
 */
record RepositoryFile(String format, int version, UUID id, Instant created) {
    static final StoragePath PATH = StoragePath.of("repository");
    static final String FORMAT = "ProfileKeep backup repository";
    static final int VERSION = 1;

    RepositoryFile {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(created, "created");
        if (!FORMAT.equals(format)) {
            throw new IllegalArgumentException("it does not call itself a " + FORMAT);
        }
    }
}
