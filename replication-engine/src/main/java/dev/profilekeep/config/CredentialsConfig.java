package dev.profilekeep.config;

/**
 * An account that reads shares.
 *
 * @param domain empty if the account belongs to the server itself
 */
public record CredentialsConfig(String id, String username, String domain, SecretSource passwordFrom) {}
