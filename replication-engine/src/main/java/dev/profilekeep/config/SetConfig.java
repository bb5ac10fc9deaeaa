package dev.profilekeep.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pool's profile configuration with its locations.
 *
 * @param activeSite id of the site where people work
 * @param locationIds each location belongs to one set only; at one site no kind has two locations
 * @param hosts every machine that people of this set sign in to, if an administrator vouches for the list; else empty
 * @param cacheEndsWithHost a machine's cache disk is deleted with the machine, as an administrator vouches
 * @param logs where those machines put their FSLogix logs; empty if nobody said
 * @param cloudCacheChanges what an administrator vouches for, so that whole disks may be replaced under Cloud Cache; null if nobody did
 * @param providers in which order its hosts name the copies, under Cloud Cache
 * @param residency labels that every site with a location of it carries; empty if it may lie anywhere
 */
public record SetConfig(
        String id,
        String name,
        Replication replication,
        String activeSite,
        List<String> locationIds,
        Layout layout,
        List<String> hosts,
        boolean cacheEndsWithHost,
        List<LogPlace> logs,
        @Nullable CloudCacheChanges cloudCacheChanges,
        ProviderOrder providers,
        Set<String> residency) {

    /** Who carries changes between the copies. */
    public enum Replication {
        /** FSLogix does; we verify. */
        CLOUD_CACHE,
        /** We do. */
        ENGINE,
        /** The storage does; we verify, and never touch the replica. */
        STORAGE
    }

    /** Where disks lie in a location. */
    public enum Layout {
        /** Each person has a folder. */
        FOLDERS,
        /** All disks lie side by side: {@code NoProfileContainingFolder}. */
        FLAT,
        /** Either; both are looked for. */
        AUTO
    }

    public SetConfig {
        locationIds = List.copyOf(locationIds);
        hosts = List.copyOf(hosts);
        logs = List.copyOf(logs);
        residency = Set.copyOf(residency);
    }
}
