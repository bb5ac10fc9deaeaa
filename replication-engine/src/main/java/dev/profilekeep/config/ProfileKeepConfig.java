package dev.profilekeep.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The whole of {@code profilekeep.yml}, read and checked by {@link ConfigFile}: ids are unique, references lead somewhere,
 * every location belongs to exactly one set. Holds no secret, only where secrets are kept. Immutable.
 *
 * @param file where it was read from; relative paths in it are relative to its folder
 * @param dataDirectory absolute; catalog, keys and working files of this node
 * @param signIn null if nobody signs in (command line only, or the demo, which brings its own)
 */
public record ProfileKeepConfig(
        Path file,
        Path dataDirectory,
        DatabaseConfig database,
        List<SiteConfig> sites,
        List<CredentialsConfig> credentials,
        List<LocationConfig> locations,
        List<SetConfig> sets,
        InventoryPolicy inventory,
        LockPolicy locks,
        List<RepositoryConfig> repositories,
        BackupPolicy backups,
        CompactionPolicy compaction,
        RestorePolicy restores,
        SecondSitePolicy secondSite,
        PortalConfig portal,
        NotificationsConfig notifications,
        @Nullable SignInConfig signIn) {

    public ProfileKeepConfig {
        sites = List.copyOf(sites);
        credentials = List.copyOf(credentials);
        locations = List.copyOf(locations);
        sets = List.copyOf(sets);
        repositories = List.copyOf(repositories);
    }

    /** The same with every local folder taken for ProfileKeep's own ({@link LocationConfig#demo()}). For the demo alone. */
    public ProfileKeepConfig inDemo() {
        List<LocationConfig> own = locations.stream()
                .map(location -> location.address().startsWith("smb:")
                                || location.address().startsWith("\\\\")
                        ? location
                        : new LocationConfig(
                                location.id(),
                                location.siteId(),
                                location.name(),
                                location.address(),
                                location.credentialsId(),
                                location.kinds(),
                                location.mode(),
                                location.encryption(),
                                location.quietHours(),
                                location.limits(),
                                true))
                .toList();
        return new ProfileKeepConfig(
                file,
                dataDirectory,
                database,
                sites,
                credentials,
                own,
                sets,
                inventory,
                locks,
                repositories,
                backups,
                compaction,
                restores,
                secondSite,
                portal,
                notifications,
                signIn);
    }

    public Optional<SiteConfig> site(String id) {
        return sites.stream().filter(site -> site.id().equals(id)).findFirst();
    }

    public Optional<CredentialsConfig> credentials(String id) {
        return credentials.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    public Optional<LocationConfig> location(String id) {
        return locations.stream().filter(location -> location.id().equals(id)).findFirst();
    }

    /** As people call a location, and as backups tell of it; its id where it is configured no more. */
    public String locationName(String id) {
        return location(id).map(LocationConfig::name).orElse(id);
    }

    public Optional<SetConfig> set(String id) {
        return sets.stream().filter(set -> set.id().equals(id)).findFirst();
    }

    public Optional<RepositoryConfig> repository(String id) {
        return repositories.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** The set that a location belongs to. */
    public Optional<SetConfig> setOf(String locationId) {
        return sets.stream()
                .filter(set -> set.locationIds().contains(locationId))
                .findFirst();
    }
}
