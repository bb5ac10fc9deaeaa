package dev.profilekeep.config;

import dev.profilekeep.container.ContainerKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In which order the hosts of each site of a Cloud Cache set name their providers: the first is read, all are written. As its {@code CCDLocations} say, if the file has them.
 *
 * @param bySite for each kind and site, ids of locations; a storage account, which is no location, is an empty one
 */
public record ProviderOrder(Map<ContainerKind, Map<String, List<String>>> bySite) {
    /** Nobody said. */
    public static final ProviderOrder UNKNOWN = new ProviderOrder(Map.of());

    public ProviderOrder {
        bySite = Map.copyOf(bySite);
    }

    /** The order at a site, the one that is read first; empty if nobody said. */
    public Optional<List<String>> at(String siteId, ContainerKind kind) {
        return Optional.ofNullable(bySite.getOrDefault(kind, Map.of()).get(siteId));
    }
}
