package dev.profilekeep.portal.web;

import dev.profilekeep.config.AddressRange;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.portal.page.PlainPage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Without {@code portal.publicUrl} (in the demo alone) addresses are made from what the request calls us. Then we answer to
 * the names of this machine's loopback and to the address that was reached, and to no other: whoever makes a browser or a
 * program call us by a name of theirs would shape our metadata, and could read our answers as their own site's.
 */
@Component
final class KnownHostFilter extends OncePerRequestFilter implements Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(KnownHostFilter.class);

    private final boolean anyHost;

    KnownHostFilter(ProfileKeepConfig config) {
        this.anyHost = config.portal().publicUrl() != null;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (anyHost || isOurs(request)) {
            chain.doFilter(request, response);
            return;
        }
        LOG.info(
                "host=refused: a request calls us neither localhost nor by our address; portal.publicUrl would give a name");
        if (ErrorPages.isForPrograms(request, ErrorPages.plain(request.getRequestURI()))) {
            Problems.write(
                    request,
                    response,
                    HttpStatus.BAD_REQUEST,
                    "unknown-host",
                    "The Host header calls this server by a name that it does not know. Call it localhost, or by its"
                            + " address; an administrator gives it a name with portal.publicUrl in profilekeep.yml.");
        } else {
            PlainPage.in(request, "error.host.title")
                    .paragraph("error.host.text")
                    .paragraph("error.host.next")
                    .write(response, HttpStatus.BAD_REQUEST);
        }
    }

    private static boolean isOurs(HttpServletRequest request) {
        String name = request.getServerName().toLowerCase(Locale.ROOT);
        if (name.equals("localhost")) {
            return true;
        }
        InetAddress address = AddressRange.address(name.replaceAll("^\\[|]$", ""));
        return address != null
                && (address.isLoopbackAddress() || address.equals(AddressRange.address(request.getLocalAddr())));
    }
}
