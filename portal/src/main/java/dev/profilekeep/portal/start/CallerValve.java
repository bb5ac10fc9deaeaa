package dev.profilekeep.portal.start;

import dev.profilekeep.config.AddressRange;
import dev.profilekeep.config.PortalConfig;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Settles before anything else who calls and under which address we are known, so that nothing behind it has to believe a
 * header: the caller is the other end of the connection, or whom a proxy named by {@code portal.trustedProxies} speaks for;
 * our own address is {@code portal.publicUrl}, whatever Host says. No forwarding header gets past it.
 */
final class CallerValve extends ValveBase {
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^]]+)](?::\\d+)?|([0-9.]+):\\d+");

    private final List<AddressRange> proxies;
    private final @Nullable URI publicUrl;

    CallerValve(PortalConfig portal) {
        super(true);
        this.proxies = portal.trustedProxies();
        String url = portal.publicUrl();
        this.publicUrl = url == null ? null : URI.create(url);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // An asynchronous request comes by once more.
        if (request.getAttribute(Caller.PEER) == null) {
            settle(request);
        }
        getNext().invoke(request, response);
    }

    private void settle(Request request) {
        MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
        String peer = request.getRemoteAddr();
        request.setAttribute(Caller.PEER, peer);
        List<String> hops = new ArrayList<>();
        List<String> superfluous = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.getName(i).toString().toLowerCase(Locale.ROOT);
            if (name.equals("x-forwarded-for")) {
                hops.addAll(List.of(headers.getValue(i).toString().split(",")));
            }
            if (Caller.speaksForOthers(name)) {
                request.setAttribute(Caller.FORWARDED, true);
                superfluous.add(name);
            }
        }
        superfluous.forEach(headers::removeHeader);
        String caller = caller(peer, hops, proxies);
        if (!caller.equals(peer)) {
            request.setRemoteAddr(caller);
            request.setRemoteHost(caller);
        }
        if (publicUrl != null) {
            callUs(publicUrl, request);
        }
    }

    /**
     * The address that the request came from: from the connection's other end back along the hops as long as each one is a
     * proxy that is believed.
     *
     * @param hops as the header lists them, the last proxy's word at the end
     */
    static String caller(String peer, List<String> hops, List<AddressRange> proxies) {
        String caller = peer;
        for (int i = hops.size() - 1; i >= 0 && isOneOf(proxies, caller); i--) {
            Optional<String> before = address(hops.get(i).strip());
            if (before.isEmpty()) {
                break;
            }
            caller = before.get();
        }
        return caller;
    }

    private static boolean isOneOf(List<AddressRange> proxies, String caller) {
        InetAddress address = AddressRange.address(caller);
        return address != null && proxies.stream().anyMatch(range -> range.contains(address));
    }

    private static Optional<String> address(String hop) {
        Matcher matcher = WITH_PORT.matcher(hop);
        String bare = hop;
        if (matcher.matches()) {
            bare = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        }
        return Optional.ofNullable(AddressRange.address(bare)).map(InetAddress::getHostAddress);
    }

    private static void callUs(URI url, Request request) {
        boolean https = "https".equalsIgnoreCase(url.getScheme());
        var coyote = request.getCoyoteRequest();
        coyote.scheme().setString(https ? "https" : "http");
        coyote.serverName().setString(url.getHost());
        coyote.setServerPort(url.getPort() >= 0 ? url.getPort() : https ? 443 : 80);
        coyote.getMimeHeaders().setValue("host").setString(url.getRawAuthority());
        request.setSecure(https);
    }
}
