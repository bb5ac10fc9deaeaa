package dev.profilekeep.portal.start;

import dev.profilekeep.config.ProfileKeepConfig;

/** Where the configuration comes from: a file, or the demo's estate. */
@FunctionalInterface
public interface ConfigSource {
    /**
     * Reads and checks it.
     *
     * @throws dev.profilekeep.config.ConfigException naming every problem
     */
    ProfileKeepConfig load();
}
