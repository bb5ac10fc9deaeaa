package dev.profilekeep.security.saml;

import dev.profilekeep.security.CurrentUser;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Shows a plain page to somebody who is signed in but has no role, whatever page they open. Only whole pages are turned
 * away here; the rest of what a browser fetches is refused by whoever guards it, and the plain page can load its parts.
 */
final class NoRoleFilter extends OncePerRequestFilter implements AccessDeniedHandler {

    private static final Set<String> OPEN =
            Set.of(SamlSignIn.NO_ACCESS_PAGE, SamlSignIn.SIGNED_OUT_PAGE, SamlSignIn.SIGN_OUT);

    private final CurrentUser currentUser;
    private final AccessDeniedHandler others = new AccessDeniedHandlerImpl();

    NoRoleFilter(CurrentUser currentUser) {
        this.currentUser = currentUser;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (withoutRole() && wholePage(request) && !OPEN.contains(path(request))) {
            response.sendRedirect(request.getContextPath() + SamlSignIn.NO_ACCESS_PAGE);
            return;
        }
        chain.doFilter(request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
            throws IOException, ServletException {
        if (withoutRole() && wholePage(request) && !OPEN.contains(path(request))) {
            response.sendRedirect(request.getContextPath() + SamlSignIn.NO_ACCESS_PAGE);
        } else {
            others.handle(request, response, exception);
        }
    }

    private boolean withoutRole() {
        return currentUser.person().filter(person -> person.roles().isEmpty()).isPresent();
    }

    /** A navigation, not one of Vaadin's own requests (they carry {@code v-r}) and not a script or picture. */
    private static boolean wholePage(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return "GET".equals(request.getMethod())
                && accept != null
                && accept.contains("text/html")
                && request.getParameter("v-r") == null;
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
