package dev.profilekeep.backup.points;

import dev.profilekeep.container.ContainerIdentity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A container of a snapshot: a moment that one can go back to.
 *
 * @param repositoryId of the configuration
 * @param place of the container in the snapshot
 * @param location the name of the location that it lay at
 * @param path of its file there
 * @param moment of what it shows
 * @param made when the snapshot was made, by the clock of the repository's storage
 * @param ofStorage whether it was read from a snapshot of the storage rather than from the container itself
 * @param written when the container had been written last
 * @param fileBytes size of its file then
 * @param pinned whether somebody wants this one to stay, whatever the rules say; a hold of the container pins none
 * @param goesAt when it is forgotten, if that is decided
 */
public record KnownPoint(
        String repositoryId,
        UUID snapshot,
        int place,
        ContainerIdentity identity,
        String location,
        String path,
        Instant moment,
        Instant made,
        boolean ofStorage,
        Instant written,
        long fileBytes,
        boolean pinned,
        Optional<Instant> goesAt) {

    /** Whether that names it. */
    public boolean is(String repository, UUID named, int at) {
        return repositoryId.equals(repository) && snapshot.equals(named) && place == at;
    }

    /** What names it in an address or an audit entry. */
    public String name() {
        return repositoryId + "/" + snapshot + "/" + place;
    }
}
