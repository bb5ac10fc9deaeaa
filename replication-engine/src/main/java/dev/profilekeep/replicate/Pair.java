package dev.profilekeep.replicate;

import dev.profilekeep.storage.StoragePath;

/**
 * A container's copy at the active site, and where it has or is to have another.
 *
 * @param containerId in the catalog
 * @param from location at the active site
 * @param to location at another site, of the same set
 * @param target path of the copy there, whether or not it is there yet
 */
public record Pair(long containerId, String setId, String from, StoragePath source, String to, StoragePath target) {}
