package dev.profilekeep.portal.start;

import dev.profilekeep.config.ProfileKeepConfig;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Lets the command line on this machine speak to the running portal: {@code portal.json} in the data directory, readable by
 * the portal's own account alone, names the address and a token that is new at each start.
 */
@Component
public class CommandLineDoor {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLineDoor.class);
    private static final int TOKEN_BYTES = 32;

    private final Path file;
    private final String token;

    CommandLineDoor(ProfileKeepConfig config) {
        this.file = config.dataDirectory().resolve("portal.json");
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether {@code given} is the token of this start. Takes as long for a wrong one as for the right one. */
    public boolean opens(String given) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    @EventListener
    void listening(ServletWebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() != null) {
            return;
        }
        String path = event.getApplicationContext().getEnvironment().getProperty("server.servlet.context-path", "");
        try {
            write("{\"url\":\"http://" + atLoopback(event.getWebServer()) + path + "\",\"token\":\"" + token + "\"}\n");
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("command-line=unreachable file={} reason={}", file, e.getMessage());
        }
    }

    @PreDestroy
    void closing() {
        try {
            if (Files.exists(file) && Files.readString(file).contains(token)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.debug("command-line file={} left behind: {}", file, e.getMessage());
        }
    }

    /** Host and port by which this machine reaches itself at its loopback, where alone the token is good. */
    private static String atLoopback(WebServer server) {
        if (server instanceof TomcatWebServer tomcat) {
            for (Connector connector : tomcat.getTomcat().getService().findConnectors()) {
                Object at = connector.getProperty("address");
                if (!(at instanceof InetAddress address) || address.isAnyLocalAddress()) {
                    return "127.0.0.1:" + connector.getLocalPort();
                }
                if (address.isLoopbackAddress()) {
                    String host = address.getHostAddress();
                    return (host.contains(":") ? "[" + host + "]" : host) + ":" + connector.getLocalPort();
                }
            }
        }
        return "127.0.0.1:" + server.getPort();
    }

    private void write(String content) throws IOException {
        Path folder = parent(file);
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(
                folder,
                "portal",
                ".json",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, content);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path parent(Path file) throws IOException {
        @Nullable Path folder = file.getParent();
        if (folder == null) {
            throw new IOException("no folder holds " + file);
        }
        return folder;
    }
}
