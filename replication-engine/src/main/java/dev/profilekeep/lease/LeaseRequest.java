package dev.profilekeep.lease;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StoragePath;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a lease is asked for.
 *
 * @param containerId in the catalog
 * @param copies all that are to be held, each at another location
 * @param purpose what is about to be done, as words for people: "clear a stale lock"
 * @param initiator whether a person waits for it, or a job
 */
public record LeaseRequest(long containerId, List<Copy> copies, String purpose, Initiator initiator, Actor actor) {
    /**
     * One copy.
     *
     * @param seen what it was when the decision was made; the lease is refused if it is not that any more
     */
    public record Copy(String locationId, StoragePath path, Optional<CopySeen> seen) {
        public Copy(String locationId, StoragePath path) {
            this(locationId, path, Optional.empty());
        }

        public Copy(String locationId, StoragePath path, CopySeen seen) {
            this(locationId, path, Optional.of(seen));
        }
    }

    public LeaseRequest {
        copies = List.copyOf(copies);
        if (copies.isEmpty()) {
            throw new IllegalArgumentException("a lease is of at least one copy");
        }
        Set<String> locations = new HashSet<>();
        for (Copy copy : copies) {
            if (!locations.add(copy.locationId())) {
                throw new IllegalArgumentException("two copies at one location: '" + copy.locationId() + "'");
            }
        }
    }
}
