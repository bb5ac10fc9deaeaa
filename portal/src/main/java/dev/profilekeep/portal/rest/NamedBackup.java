package dev.profilekeep.portal.rest;

import dev.profilekeep.portal.access.BadInputException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A backup as restore-points names it. */
record NamedBackup(String repository, UUID snapshot, int place) {
    /** @throws BadInputException if a part of it is missing, or is none */
    static NamedBackup of(@Nullable String repository, @Nullable String snapshot, @Nullable Integer place) {
        if (repository == null || snapshot == null || place == null) {
            throw new BadInputException(
                    "repository, snapshot and place must be given, as restore-points names a backup", null);
        }
        try {
            return new NamedBackup(repository, UUID.fromString(snapshot.strip()), place);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("snapshot must be the id of a snapshot, as restore-points says it", e);
        }
    }
}
