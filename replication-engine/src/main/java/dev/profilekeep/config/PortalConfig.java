package dev.profilekeep.config;

import org.jspecify.annotations.Nullable;

/**
 * How the portal is reached.
 *
 * @param publicUrl what people type, without a slash at its end; null if it is to be taken from each request
 * @param port 0 for any free one
 * @param bindAddress the address to listen at; {@code 0.0.0.0} for all
 */
public record PortalConfig(@Nullable String publicUrl, int port, String bindAddress) {}
