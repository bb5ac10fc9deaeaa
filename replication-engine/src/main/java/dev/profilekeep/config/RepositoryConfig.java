package dev.profilekeep.config;

import dev.profilekeep.storage.Encryption;
import org.jspecify.annotations.Nullable;

/**
 * A repository that backups go to.
 *
 * @param siteId where it lies
 * @param address a folder of its own, as {@code StorageAddress} reads it; a local path is absolute here
 * @param credentialsId null for a local folder or an anonymous share
 * @param secret where what opens it is kept
 * @param key whether that is the letters of a key, else a passphrase
 */
public record RepositoryConfig(
        String id,
        String name,
        String siteId,
        String address,
        @Nullable String credentialsId,
        Encryption encryption,
        SecretSource secret,
        boolean key) {}
