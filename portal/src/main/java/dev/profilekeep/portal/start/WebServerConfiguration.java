package dev.profilekeep.portal.start;

import dev.profilekeep.config.PortalConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Cookie;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Listens where {@code profilekeep.yml} says; {@code --server.port} and {@code --server.address} win over it. */
@Configuration(proxyBeanMethods = false)
class WebServerConfiguration {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> listeningAsConfigured(
            ProfileKeepConfig config, Environment environment) {
        return new AsConfigured(config.portal(), config, environment);
    }

    /** Goes last, so that it sees what Spring Boot has set. */
    private record AsConfigured(PortalConfig portal, ProfileKeepConfig config, Environment environment)
            implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }

        @Override
        public void customize(TomcatServletWebServerFactory factory) {
            if (!environment.containsProperty("server.port")) {
                factory.setPort(portal.port());
            }
            if (!environment.containsProperty("server.address")) {
                factory.setAddress(address());
            }
            // Ours settles who calls; one of Tomcat's that believes every private address must not come before it.
            factory.getEngineValves().removeIf(RemoteIpValve.class::isInstance);
            factory.addEngineValves(new CallerValve(portal));
            // Refused by the firewall, like other methods that nothing here knows, with a reason; Tomcat would give
            // none.
            factory.addConnectorCustomizers(connector -> connector.setAllowTrace(true), AsConfigured::takeQueries);
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(RefusalValve.class.getName());
                }
            });
            InetAddress address = factory.getAddress();
            if (address != null && !address.isLoopbackAddress() && !address.isAnyLocalAddress()) {
                factory.addAdditionalTomcatConnectors(forThisMachine());
            }
            String publicUrl = portal.publicUrl();
            Cookie cookie = factory.getSession().getCookie();
            cookie.setSecure(
                    publicUrl != null && publicUrl.toLowerCase(Locale.ROOT).startsWith("https:"));
        }

        /** What people type into an address and browsers leave as it is: a search for "[" is a search. */
        private static void takeQueries(Connector connector) {
            connector.setProperty("relaxedQueryChars", "\"<>[\\]^`{|}");
        }

        /** The command line is believed at the loopback alone, so there must be a way in by it. */
        private static Connector forThisMachine() {
            Connector connector = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
            connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
            connector.setPort(0);
            connector.setAllowTrace(true);
            takeQueries(connector);
            return connector;
        }

        private InetAddress address() {
            try {
                return InetAddress.getByName(portal.bindAddress());
            } catch (UnknownHostException e) {
                throw new StartFailure(
                        "portal.bindAddress in " + config.file() + " is not an address of this machine: "
                                + portal.bindAddress(),
                        "Write an IP address of this machine, or 0.0.0.0 for all of them.",
                        e);
            }
        }
    }
}
