package dev.profilekeep.portal.start;

import dev.profilekeep.config.AddressRange;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who is at the other end of the connection, whatever the request says about it. */
public final class Caller {
    /** The address at the other end of the TCP connection. */
    static final String PEER = Caller.class.getName() + ".peer";
    /** There if a header said that somebody passed the request on. */
    static final String FORWARDED = Caller.class.getName() + ".forwarded";

    /** Names without a family of their own. */
    private static final Set<String> SPEAKING_FOR_OTHERS = Set.of(
            "via", "cdn-loop", "client-ip", "x-originating-ip", "x-coming-from", "x-proxyuser-ip", "x-amzn-trace-id");

    /** What proxies and delivery networks put before the names of their own headers. */
    private static final List<String> FAMILIES = List.of(
            "cf-", "fastly-", "x-azure-", "x-envoy-", "x-akamai-", "akamai-", "x-amz-cf-", "x-arr-", "x-original-");

    /** What ends the names of headers that say who is behind a proxy: X-Real-IP, True-Client-IP, Proxy-Client-IP. */
    private static final List<String> ENDS =
            List.of("-client-ip", "-clientip", "-real-ip", "-connecting-ip", "-remote-ip", "-remote-addr", "-user-ip");

    private Caller() {}

    /** Whether a process of this very machine asks, and asks for itself: no header says that it passes something on. */
    public static boolean isThisMachine(HttpServletRequest request) {
        if (request.getAttribute(FORWARDED) != null) {
            return false;
        }
        Enumeration<String> names = request.getHeaderNames();
        if (names != null && Collections.list(names).stream().anyMatch(Caller::speaksForOthers)) {
            return false;
        }
        String peer = request.getAttribute(PEER) instanceof String seen ? seen : request.getRemoteAddr();
        InetAddress address = AddressRange.address(peer);
        return address != null && address.isLoopbackAddress();
    }

    /** Whether a header of this name is added by those who pass requests on. */
    static boolean speaksForOthers(String header) {
        // some servers take an underscore for a hyphen
        String name = header.toLowerCase(Locale.ROOT).replace('_', '-');
        return name.contains("forwarded")
                || SPEAKING_FOR_OTHERS.contains(name)
                || FAMILIES.stream().anyMatch(name::startsWith)
                || ENDS.stream().anyMatch(name::endsWith);
    }
}
