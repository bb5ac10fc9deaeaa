package dev.profilekeep.security.saml;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Says so when a person picks an identity provider whose metadata is unknown, instead of "not found". */
final class UnavailableProviderFilter extends OncePerRequestFilter {

    private final RequestMatcher chosen =
            PathPatternRequestMatcher.withDefaults().matcher("/saml2/authenticate/{registrationId}");
    private final IdentityProviders providers;
    private final ServiceProvider serviceProvider;
    private final SignInOutcome outcome;

    UnavailableProviderFilter(IdentityProviders providers, ServiceProvider serviceProvider, SignInOutcome outcome) {
        this.providers = providers;
        this.serviceProvider = serviceProvider;
        this.outcome = outcome;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestMatcher.MatchResult match = chosen.matcher(request);
        String id = match.isMatch() ? match.getVariables().get("registrationId") : null;
        if (id != null
                && providers.knows(id)
                && providers.registration(id, serviceProvider.baseUrl(request)).isEmpty()) {
            outcome.fail(request, response, SignInFailure.UNAVAILABLE, "the metadata of " + id + " is unknown");
            return;
        }
        chain.doFilter(request, response);
    }
}
