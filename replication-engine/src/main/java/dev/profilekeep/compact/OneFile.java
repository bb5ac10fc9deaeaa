package dev.profilekeep.compact;

import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.StorageProvider;

/** The folder of one file as the only location there is. */
record OneFile(StorageProvider folder, boolean offline) implements LeasePlaces {
    static final String LOCATION = "its folder";

    @Override
    public boolean isConfigured(String locationId) {
        return locationId.equals(LOCATION);
    }

    @Override
    public StorageProvider storage(String locationId, Initiator initiator) {
        if (!isConfigured(locationId)) {
            throw new IllegalArgumentException("there is no location " + locationId);
        }
        return folder;
    }

    @Override
    public LocationMode mode(String locationId) {
        return LocationMode.ACT;
    }

    @Override
    public boolean changesUnproved(String locationId) {
        return offline;
    }
}
