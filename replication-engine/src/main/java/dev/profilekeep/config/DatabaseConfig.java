package dev.profilekeep.config;

import org.jspecify.annotations.Nullable;

/**
 * Where the catalog is kept.
 *
 * @param url JDBC address of a PostgreSQL database, or of an H2 file
 * @param user null for H2's own
 * @param passwordFrom null for none
 */
public record DatabaseConfig(String url, @Nullable String user, @Nullable SecretSource passwordFrom) {

    /** PostgreSQL can be shared by several nodes; an H2 file belongs to one process at a time. */
    public boolean postgres() {
        return url.startsWith("jdbc:postgresql:");
    }
}
