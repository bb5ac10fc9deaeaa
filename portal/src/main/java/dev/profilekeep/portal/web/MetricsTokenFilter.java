package dev.profilekeep.portal.web;

import dev.profilekeep.portal.start.StartFailure;
import dev.profilekeep.security.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a metrics collector read {@code /actuator/prometheus} with the token kept in the file that
 * {@code --profilekeep.metrics.token-file} names. It opens nothing else.
 */
final class MetricsTokenFilter extends OncePerRequestFilter {
    private static final String PROMETHEUS = "/actuator/prometheus";
    private static final int SHORTEST = 16;

    private final byte @Nullable [] expected;

    private final BearerFilter others;

    /**
     * @param file where the token is; null if collectors have none
     * @param others looks at every other token
     */
    MetricsTokenFilter(@Nullable String file, BearerFilter others) {
        this.expected = file == null || file.isBlank() ? null : read(file);
        this.others = others;
    }

    private static byte[] read(String file) {
        String fix = "Write at least " + SHORTEST + " random characters into it, or leave the setting out.";
        try {
            String token = Files.readString(Path.of(file)).strip();
            if (token.length() < SHORTEST) {
                throw new StartFailure("The token in profilekeep.metrics.token-file is too short: " + file, fix, null);
            }
            return token.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartFailure("profilekeep.metrics.token-file cannot be read: " + file, fix, e);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> given = BearerFilter.bearer(request);
        if (given.isEmpty()
                || expected == null
                || !request.getRequestURI().equals(request.getContextPath() + PROMETHEUS)
                || !MessageDigest.isEqual(expected, given.get().getBytes(StandardCharsets.UTF_8))) {
            others.doFilter(request, response, chain);
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                "metrics collector", "", List.of(Role.ADMINISTRATOR.grantedAuthority())));
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
