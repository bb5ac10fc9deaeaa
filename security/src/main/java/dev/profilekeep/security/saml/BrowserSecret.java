package dev.profilekeep.security.saml;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * A secret that the browser which began a sign-in keeps in a cookie. An answer counts only in that browser: neither a
 * stolen response nor one slipped to somebody else (login CSRF) is of use.
 *
 * <p>The cookie is {@code SameSite=Lax}, so it does not come with the identity provider's own post; see
 * {@link CrossSitePostFilter}. Over https its name has the prefix {@code __Host-}, so no other host of the domain can
 * set it.
 */
final class BrowserSecret {

    static final String NAME = "profilekeep-sign-in";
    private static final String SECURE_NAME = "__Host-" + NAME;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final SecureRandom random = new SecureRandom();
    private final Duration lifetime;
    private final boolean publicHttps;

    /** @param publicHttps whether people come by https even if a proxy in front hides it from us */
    BrowserSecret(Duration lifetime, boolean publicHttps) {
        this.lifetime = lifetime;
        this.publicHttps = publicHttps;
    }

    /** The hash of the browser's secret, or empty if it brought none. */
    Optional<String> find(HttpServletRequest request) {
        return read(request).map(BrowserSecret::hash);
    }

    /** The hash of the browser's secret, which is given to it now if it has none; its time starts anew. */
    String ensure(HttpServletRequest request, HttpServletResponse response) {
        String secret = read(request).orElseGet(this::fresh);
        ResponseCookie cookie = ResponseCookie.from(name(request), secret)
                .path("/")
                .httpOnly(true)
                .secure(secure(request))
                .sameSite("Lax")
                .maxAge(lifetime)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
        return hash(secret);
    }

    private Optional<String> read(HttpServletRequest request) {
        String name = name(request);
        if (request.getCookies() != null) {
            for (Cookie cookie : request.getCookies()) {
                if (cookie.getName().equals(name)
                        && FORM.matcher(cookie.getValue()).matches()) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private String name(HttpServletRequest request) {
        return secure(request) ? SECURE_NAME : NAME;
    }

    private boolean secure(HttpServletRequest request) {
        return publicHttps || request.isSecure();
    }

    private String fresh() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
