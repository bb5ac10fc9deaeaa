package dev.profilekeep.compact.estate;

import dev.profilekeep.compact.KnownContent;
import dev.profilekeep.storage.StoragePath;
import java.util.Optional;

/** What copies of containers are known to say, so that a compaction need not read them. Safe for several threads. */
public interface KnownMaps {
    /** The last that is known of a copy, in whatever state of its file; empty if nothing is. */
    Optional<KnownContent> of(long containerId, String locationId, StoragePath path);

    /** Told when all of a copy was read, and says something else than was known of the state that it is in. */
    void differs(long containerId, String locationId);
}
