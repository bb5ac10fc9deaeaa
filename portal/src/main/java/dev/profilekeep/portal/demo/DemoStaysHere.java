package dev.profilekeep.portal.demo;

import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.portal.start.StartFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.server.ConfigurableServletWebServerFactory;
import org.springframework.core.env.Environment;

/**
 * The demo's identity provider lets anybody be anybody, so the demo is for this machine alone: it does not start where
 * others could reach it, be it by a setting or by a configuration file of one's own.
 */
final class DemoStaysHere implements WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> {
    private static final String WHY =
            "in the demo anybody signs in as anybody, so it may listen at this machine's" + " loopback alone";

    private static final String MANAGEMENT_ADDRESS = "management.server.address";

    DemoStaysHere(ProfileKeepConfig config, Environment environment) {
        String configured = config.portal().bindAddress();
        if (!isLoopback(configured)) {
            throw new StartFailure(
                    "portal.bindAddress is " + configured + " in " + config.file() + ", but " + WHY + ".",
                    "Write portal.bindAddress: 127.0.0.1 there, or start without --spring.profiles.active=demo and let"
                            + " people sign in at an identity provider of yours (docs/sign-in.md).",
                    null);
        }
        require(environment);
    }

    /** Looks at the settings alone: asked before the demo lays out anything. */
    static void require(Environment environment) {
        for (String key : new String[] {"server.address", MANAGEMENT_ADDRESS}) {
            String given = environment.getProperty(key);
            if (given != null && !isLoopback(given)) {
                throw new StartFailure(
                        key + " is '" + given + "', but " + WHY + ".",
                        "Leave --" + key + " (or "
                                + key.toUpperCase(Locale.ROOT).replace('.', '_') + ") out, or make it 127.0.0.1.",
                        null);
            }
        }
        // A server of its own for the actuator listens everywhere unless told otherwise.
        String port = environment.getProperty("management.server.port");
        if (port != null && !port.strip().equals("-1") && environment.getProperty(MANAGEMENT_ADDRESS) == null) {
            throw new StartFailure(
                    "management.server.port is '" + port + "', which would listen at every address, but " + WHY + ".",
                    "Leave --management.server.port out, or add --" + MANAGEMENT_ADDRESS + "=127.0.0.1.",
                    null);
        }
    }

    /** Nothing is changed; being one of these, it is made before the server is. */
    @Override
    public void customize(ConfigurableServletWebServerFactory factory) {}

    private static boolean isLoopback(@Nullable String address) {
        try {
            // Without a host's name this would be the loopback, and the server would listen everywhere.
            return address != null
                    && !address.isBlank()
                    && InetAddress.getByName(address.strip()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
