package dev.profilekeep.engine;

import dev.profilekeep.storage.LocationMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A location as it stands.
 *
 * @param address for administrators; holds no secret
 * @param mode in force
 * @param modeFromFile what the configuration file says; differs from {@code mode} if a person changed it since
 * @param lastInventory when it was last listed in full; null if never
 * @param problem why it could not be listed the last time; null if it could
 */
public record LocationView(
        String id,
        String name,
        String siteId,
        String siteName,
        String address,
        LocationMode mode,
        LocationMode modeFromFile,
        @Nullable Instant lastInventory,
        @Nullable String problem) {}
