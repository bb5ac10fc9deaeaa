package dev.profilekeep.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the portal is reached.
 *
 * @param publicUrl what people type, without a slash at its end; null in the demo alone, for this machine
 * @param port 0 for any free one
 * @param bindAddress the address to listen at; {@code 0.0.0.0} for all
 * @param trustedProxies who is believed about whom it speaks for; nobody if empty
 */
public record PortalConfig(
        @Nullable String publicUrl, int port, String bindAddress, List<AddressRange> trustedProxies) {
    public PortalConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
