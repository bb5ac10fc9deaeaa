package dev.profilekeep.config;

import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.LocationMode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One share or folder that holds containers.
 *
 * @param address as {@code StorageAddress} reads it; a local path is absolute here
 * @param credentialsId null for a local folder or an anonymous share
 * @param kinds what kinds of container belong here; disks of another kind are left alone
 * @param mode what the file says; a person's change in the portal lasts until the file changes
 * @param quietHours in the zone of the site; jobs do not read then
 * @param demo a folder of the demo, which belongs to ProfileKeep alone: what nobody of us holds, nobody holds. No key of the
 *     file says so, only {@link ProfileKeepConfig#inDemo()}
 */
public record LocationConfig(
        String id,
        String siteId,
        String name,
        String address,
        @Nullable String credentialsId,
        Set<ContainerKind> kinds,
        LocationMode mode,
        Encryption encryption,
        List<QuietHours> quietHours,
        Limits limits,
        boolean demo) {

    /**
     * How much load we may put on a location.
     *
     * @param operationsPerSecond 0 for no limit
     * @param parallel containers or folders looked at in the same moment
     * @param operationsPerUser of reading, a second for each person with a container there; 0 for no such limit. Shares only
     * @param slowAt less is read from when on a small read takes so many times what is usual; 0 for never. Shares only
     */
    public record Limits(int operationsPerSecond, int parallel, int operationsPerUser, int slowAt) {
        public static final Limits DEFAULT = new Limits(0, 8, 10, 3);
    }

    public LocationConfig {
        kinds = Set.copyOf(kinds);
        quietHours = List.copyOf(quietHours);
    }
}
