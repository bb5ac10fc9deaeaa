package dev.profilekeep.backup.run;

import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;

/**
 * A container that is to be backed up.
 *
 * @param location its name, for people
 */
public record BackupSource(StorageProvider storage, String location, StoragePath path, ContainerIdentity identity) {}
