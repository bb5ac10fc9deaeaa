package dev.profilekeep.portal.web;

import dev.profilekeep.portal.access.CommandLinePrincipal;
import dev.profilekeep.portal.start.Caller;
import dev.profilekeep.portal.start.CommandLineDoor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets programs in by their token, for one call. That of the command line is good only from this machine
 * (the other end of the connection is its loopback, and no header says that somebody passed the call on); those of service accounts are
 * good from anywhere. A token that is not right ends the call: it is never overlooked in favour of a session.
 */
final class BearerFilter extends OncePerRequestFilter {
    /** Calls that carry a token themselves; they need no CSRF token, for a browser never sends one by itself. */
    static final RequestMatcher BEARS_TOKEN = request -> bearer(request).isPresent();

    private static final String PREFIX = "Bearer ";

    private final CommandLineDoor door;
    private final @Nullable ServiceAccountDoor accounts;
    private final WrongTokens wrongTokens;
    private final Problems problems;

    /** @param accounts opens for service accounts; null where they have no business */
    BearerFilter(
            CommandLineDoor door, @Nullable ServiceAccountDoor accounts, WrongTokens wrongTokens, Problems problems) {
        this.door = door;
        this.accounts = accounts;
        this.wrongTokens = wrongTokens;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> token = bearer(request);
        if (token.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        ServiceAccountDoor.Answer answer = ask(request, token.get());
        Authentication authentication = answer.authentication();
        if (authentication == null) {
            Optional<Duration> later = wrongTokens.count(request.getRemoteAddr());
            problems.refuse(request, response, later.map(RefusedToken::tooMany).orElse(answer.refused()));
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private ServiceAccountDoor.Answer ask(HttpServletRequest request, String token) {
        if (accounts != null && ServiceAccountDoor.concerns(token)) {
            return accounts.ask(token, request.getRemoteAddr());
        }
        return Caller.isThisMachine(request) && door.opens(token)
                ? ServiceAccountDoor.Answer.opens(CommandLinePrincipal.authentication())
                : ServiceAccountDoor.Answer.refuses(RefusedToken.wrong());
    }

    /** The token that a call carries. The word before it may have any case (RFC 9110, 11.1). */
    static Optional<String> bearer(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
                ? Optional.of(header.substring(PREFIX.length()).strip())
                : Optional.empty();
    }
}
