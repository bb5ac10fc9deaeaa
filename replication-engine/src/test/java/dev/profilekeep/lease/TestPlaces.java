package dev.profilekeep.lease;

import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.GuardedStorage;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Locations by name, all in mode ACT until that is changed. */
final class TestPlaces implements LeasePlaces {
    private final Map<String, StorageProvider> storages = new TreeMap<>();
    private final Map<String, LocationMode> modes = new TreeMap<>();
    private final Set<String> unproved = new HashSet<>();

    TestPlaces at(String location, StorageProvider storage) {
        storages.put(location, storage);
        return this;
    }

    TestPlaces without(String location) {
        storages.remove(location);
        return this;
    }

    TestPlaces mode(String location, LocationMode mode) {
        modes.put(location, mode);
        return this;
    }

    TestPlaces changesUnprovedAt(String location) {
        unproved.add(location);
        return this;
    }

    @Override
    public boolean isConfigured(String locationId) {
        return storages.containsKey(locationId);
    }

    @Override
    public StorageProvider storage(String locationId, Initiator initiator) {
        if (!storages.containsKey(locationId)) {
            throw new IllegalArgumentException("there is no location " + locationId);
        }
        return new GuardedStorage(storages.get(locationId), () -> mode(locationId), initiator, locationId);
    }

    @Override
    public LocationMode mode(String locationId) {
        return modes.getOrDefault(locationId, LocationMode.ACT);
    }

    @Override
    public boolean changesUnproved(String locationId) {
        return unproved.contains(locationId);
    }
}
