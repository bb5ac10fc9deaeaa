package dev.profilekeep.backup.snapshot;

import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.StoredFile;

/**
 * Which container was backed up, and what its file was.
 *
 * @param location the name of the location that it lay at
 * @param file as the server told of it, its folder and name as they were spelt
 * @param security owner, group and DACL, as far as the server told
 */
public record ContainerFacts(
        ContainerIdentity identity, String location, SnapshotSource source, StoredFile file, FileSecurity security) {}
