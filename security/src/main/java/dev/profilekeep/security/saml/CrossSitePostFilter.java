package dev.profilekeep.security.saml;

import dev.profilekeep.security.opensaml.BrowserForm;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets an answer be posted a second time by our own page. An identity provider's post comes from another site, so the
 * browser leaves our {@code SameSite=Lax} cookies at home; sent again from a page of ours, it brings them. So neither
 * the session's cookie nor the one that binds a sign-in to its browser has to be {@code SameSite=None}, and nothing is
 * kept here meanwhile.
 */
final class CrossSitePostFilter extends OncePerRequestFilter {

    /** The form field that says this is the second time. */
    static final String AGAIN = "again";

    private final RequestMatcher answers;
    private final BrowserSecret browsers;

    CrossSitePostFilter(RequestMatcher answers, BrowserSecret browsers) {
        this.answers = answers;
        this.browsers = browsers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String answer = request.getParameter("SAMLResponse");
        boolean first = answer != null
                && "POST".equals(request.getMethod())
                && answers.matches(request)
                && browsers.find(request).isEmpty()
                && request.getParameter(AGAIN) == null;
        if (!first) {
            chain.doFilter(request, response);
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("SAMLResponse", answer);
        String relayState = request.getParameter("RelayState");
        if (relayState != null) {
            fields.put("RelayState", relayState);
        }
        fields.put(AGAIN, "true");
        BrowserForm.post(request, response, request.getContextPath() + ServiceProvider.ANSWERS, fields);
    }
}
