package dev.profilekeep.replica;

import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;

/**
 * Where a copy lies.
 *
 * @param storage of its location
 */
public record CopyAt(String locationId, StorageProvider storage, StoragePath path) {}
