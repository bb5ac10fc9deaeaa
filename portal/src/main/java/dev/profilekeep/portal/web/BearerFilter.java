package dev.profilekeep.portal.web;

import dev.profilekeep.portal.access.CommandLinePrincipal;
import dev.profilekeep.portal.start.Caller;
import dev.profilekeep.portal.start.CommandLineDoor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets the command line in by its token, for one call, and only from this machine
 * (the other end of the connection is its loopback, and no header says that somebody passed the call on). A token that is not right ends the call:
 * it is never overlooked in favour of a session.
 */
final class BearerFilter extends OncePerRequestFilter {
    /** Calls that carry a token themselves; they need no CSRF token, for a browser never sends one by itself. */
    static final RequestMatcher BEARS_TOKEN = request -> bearer(request).isPresent();

    private static final String PREFIX = "Bearer ";

    private final CommandLineDoor door;
    private final AuthenticationEntryPoint refused;

    BearerFilter(CommandLineDoor door, AuthenticationEntryPoint refused) {
        this.door = door;
        this.refused = refused;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> token = bearer(request);
        if (token.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        if (!Caller.isThisMachine(request) || !door.opens(token.get())) {
            refused.commence(request, response, new BadCredentialsException("the token is not valid here"));
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(CommandLinePrincipal.authentication());
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    /** The token that a call carries. The word before it may have any case (RFC 9110, 11.1). */
    static Optional<String> bearer(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
                ? Optional.of(header.substring(PREFIX.length()).strip())
                : Optional.empty();
    }
}
