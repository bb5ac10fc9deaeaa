package dev.profilekeep.engine;

import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.StorageProvider;

/** The locations as leases use them: through the guard, and changing nothing where others' opens cannot be seen. */
record GuardedPlaces(Locations locations) implements LeasePlaces {
    @Override
    public boolean isConfigured(String locationId) {
        return locations.isConfigured(locationId);
    }

    @Override
    public StorageProvider storage(String locationId, Initiator initiator) {
        return locations.storage(locationId, initiator);
    }

    @Override
    public LocationMode mode(String locationId) {
        return locations.mode(locationId);
    }

    @Override
    public boolean changesUnproved(String locationId) {
        return locations.isDemo(locationId);
    }
}
