package dev.profilekeep.security.saml;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends a session when the identity provider said it shall end (SessionNotOnOrAfter, SAML core 2.7.2). */
final class SessionEndFilter extends OncePerRequestFilter {

    private final Clock clock;

    SessionEndFilter(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication current = SecurityContextHolder.getContext().getAuthentication();
        if (current != null
                && current.getPrincipal() instanceof SamlPrincipal principal
                && principal.until() != null
                && !principal.until().isAfter(clock.instant())) {
            new SecurityContextLogoutHandler().logout(request, response, current);
        }
        chain.doFilter(request, response);
    }
}
