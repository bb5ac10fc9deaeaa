package dev.profilekeep.security.saml;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;

/**
 * Which page to show after a sign-in: the one that was asked for before, as Spring noted it in the session. Only path
 * and query of it are ever used, so it cannot lead to another host; what a message says plays no part.
 */
final class ReturnPage {

    static final String HOME = "/";

    private static final Set<String> PART_OF_SIGNING_IN = Set.of(
            SamlSignIn.SIGN_IN_PAGE,
            SamlSignIn.SIGNED_OUT_PAGE,
            SamlSignIn.NO_ACCESS_PAGE,
            SamlSignIn.SIGN_OUT,
            ServiceProvider.ANSWERS,
            ServiceProvider.SIGN_OUTS);

    private final RequestCache cache = new HttpSessionRequestCache();

    /** The page this browser was refused, within the application; home if there is none. */
    String asked(HttpServletRequest request, HttpServletResponse response) {
        SavedRequest saved = cache.getRequest(request, response);
        return saved == null || !"GET".equals(saved.getMethod())
                ? HOME
                : within(saved.getRedirectUrl(), request.getContextPath());
    }

    /** The noted page has been returned to. */
    void forget(HttpServletRequest request, HttpServletResponse response) {
        cache.removeRequest(request, response);
    }

    /** Path and query of an address, without the context path; home for whatever is not plainly inside. */
    static String within(String address, String contextPath) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            return HOME;
        }
        String path = uri.getRawPath();
        if (path == null || !path.startsWith(contextPath)) {
            return HOME;
        }
        String inside = path.substring(contextPath.length());
        boolean page = inside.startsWith("/") && !inside.startsWith("//") && inside.indexOf('\\') < 0;
        if (!page || PART_OF_SIGNING_IN.contains(inside) || inside.startsWith("/saml2/")) {
            return HOME;
        }
        return inside + query(uri.getRawQuery());
    }

    /** The query with its question mark, without the mark that Spring's cache puts on pages it noted. */
    private static String query(@Nullable String raw) {
        if (raw == null) {
            return "";
        }
        String kept = Arrays.stream(raw.split("&"))
                .filter(part -> !part.equals("continue"))
                .collect(Collectors.joining("&"));
        return kept.isEmpty() ? "" : "?" + kept;
    }
}
