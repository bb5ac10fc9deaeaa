package dev.profilekeep.lease;

import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.StorageProvider;

/** The locations as a lease needs them. */
public interface LeasePlaces {
    /** Whether there is such a location: a row of long ago may name one that was taken out of the configuration. */
    boolean isConfigured(String locationId);

    /**
     * Guarded by the location's mode; shared, never closed here.
     *
     * @throws IllegalArgumentException if there is no such location
     */
    StorageProvider storage(String locationId, Initiator initiator);

    /** The mode in force. */
    LocationMode mode(String locationId);

    /**
     * Whether copies may be changed there though nobody can see whether others have them open: a folder of this machine, in
     * the demo or with disks that were proved offline.
     */
    boolean changesUnproved(String locationId);
}
