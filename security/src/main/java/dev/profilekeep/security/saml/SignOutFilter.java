package dev.profilekeep.security.saml;

import dev.profilekeep.security.opensaml.BadSamlMessage;
import dev.profilekeep.security.opensaml.SamlXml;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.LogoutResponse;
import org.opensaml.saml.saml2.core.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.saml2.provider.service.registration.AssertingPartyMetadata;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What identity providers say about signing out: that somebody did (their sessions here end, with or without our cookie
 * in the request), and that they did as we asked.
 */
final class SignOutFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(SignOutFilter.class);
    /** How old a request to sign out may be that does not say when it ends. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final RequestMatcher here;
    private final IdentityProviders providers;
    private final ServiceProvider serviceProvider;
    private final SignOutMessages messages;
    private final SamlSessions sessions;
    private final Clock clock;

    SignOutFilter(
            RequestMatcher here,
            IdentityProviders providers,
            ServiceProvider serviceProvider,
            SignOutMessages messages,
            SamlSessions sessions,
            Clock clock) {
        this.here = here;
        this.providers = providers;
        this.serviceProvider = serviceProvider;
        this.messages = messages;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!here.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        boolean get = "GET".equals(request.getMethod());
        if (!get && !"POST".equals(request.getMethod())) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        if (request.getParameter("SAMLRequest") != null) {
            signOut(request, response);
        } else {
            finish(request, response);
        }
    }

    private void signOut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            LogoutRequest asked = SignOutMessages.read(request, "SAMLRequest", LogoutRequest.class);
            RelyingPartyRegistration provider = provider(request, asked.getIssuer());
            check(request, asked, provider);
            String nameId = nameId(asked);
            int ended = sessions.end(provider.getRegistrationId(), nameId, SignOutMessages.indexes(asked));
            endThisOne(request, response, provider, nameId);
            LOG.info(
                    "sign-out by identity provider={} person={} sessions={}",
                    provider.getRegistrationId(),
                    SignInOutcome.printable(nameId),
                    ended);
            AssertingPartyMetadata party = provider.getAssertingPartyMetadata();
            if (party.getSingleLogoutServiceResponseLocation() == null) {
                response.sendRedirect(request.getContextPath() + SamlSignIn.SIGNED_OUT_PAGE);
                return;
            }
            messages.send(
                    request,
                    response,
                    "SAMLResponse",
                    messages.success(provider, asked),
                    party.getSingleLogoutServiceResponseLocation(),
                    party.getSingleLogoutServiceBinding(),
                    request.getParameter("RelayState"));
        } catch (BadSamlMessage e) {
            LOG.warn("request to sign out refused: {}", SignInOutcome.printable(String.valueOf(e.getMessage())));
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private void check(HttpServletRequest request, LogoutRequest asked, RelyingPartyRegistration provider)
            throws BadSamlMessage {
        SignOutMessages.verify(request, "SAMLRequest", asked, provider.getAssertingPartyMetadata());
        if (!provider.getSingleLogoutServiceLocation().equals(asked.getDestination())) {
            throw new BadSamlMessage("it was made for " + asked.getDestination());
        }
        Duration skew = providers.clockSkew(provider.getRegistrationId());
        Instant now = clock.instant();
        Instant issued = asked.getIssueInstant();
        if (issued == null || issued.isAfter(now.plus(skew))) {
            throw new BadSamlMessage("it was issued at " + issued + ", which lies ahead");
        }
        Instant ends = asked.getNotOnOrAfter() == null ? issued.plus(FRESH) : asked.getNotOnOrAfter();
        if (!ends.plus(skew).isAfter(now)) {
            throw new BadSamlMessage("it was good until " + ends);
        }
    }

    private String nameId(LogoutRequest asked) throws BadSamlMessage {
        if (asked.getNameID() == null && asked.getEncryptedID() != null) {
            return SamlXml.decryptNameId(asked.getEncryptedID(), serviceProvider.key());
        }
        if (asked.getNameID() == null || asked.getNameID().getValue() == null) {
            throw new BadSamlMessage("it does not say who signed out");
        }
        return asked.getNameID().getValue();
    }

    private static void endThisOne(
            HttpServletRequest request,
            HttpServletResponse response,
            RelyingPartyRegistration provider,
            String nameId) {
        Authentication current = SecurityContextHolder.getContext().getAuthentication();
        if (current != null
                && current.getPrincipal() instanceof SamlPrincipal principal
                && principal.person().identityProvider().equals(provider.getRegistrationId())
                && principal.nameId().value().equals(nameId)) {
            HttpSession session = request.getSession(false);
            if (session != null) {
                new SecurityContextLogoutHandler().logout(request, response, current);
            }
            SecurityContextHolder.clearContext();
        }
    }

    /** Our own session ended before we asked, so whatever the answer says, this browser is signed out here. */
    private void finish(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Authentication current = SecurityContextHolder.getContext().getAuthentication();
        if (current != null && current.getPrincipal() instanceof SamlPrincipal) {
            // signed in: this is no end of a sign-out, and the page must not claim it
            response.sendRedirect(request.getContextPath() + ReturnPage.HOME);
            return;
        }
        String page = SamlSignIn.SIGNED_OUT_PAGE;
        try {
            LogoutResponse answer = SignOutMessages.read(request, "SAMLResponse", LogoutResponse.class);
            RelyingPartyRegistration provider = provider(request, answer.getIssuer());
            SignOutMessages.verify(request, "SAMLResponse", answer, provider.getAssertingPartyMetadata());
            String status = answer.getStatus() == null || answer.getStatus().getStatusCode() == null
                    ? null
                    : answer.getStatus().getStatusCode().getValue();
            if (!StatusCode.SUCCESS.equals(status)) {
                throw new BadSamlMessage("the identity provider reports " + status);
            }
        } catch (BadSamlMessage e) {
            LOG.warn(
                    "signed out here, but perhaps not at the identity provider: {}",
                    SignInOutcome.printable(String.valueOf(e.getMessage())));
            page += "?" + SamlSignIn.ONLY_HERE;
        }
        response.sendRedirect(request.getContextPath() + page);
    }

    private RelyingPartyRegistration provider(HttpServletRequest request, @Nullable Issuer issuer)
            throws BadSamlMessage {
        String name = issuer == null ? null : issuer.getValue();
        if (name == null) {
            throw new BadSamlMessage("it does not say who sent it");
        }
        return providers
                .byEntityId(name, serviceProvider.baseUrl(request))
                .orElseThrow(() -> new BadSamlMessage("it comes from " + name + ", which is not known"));
    }
}
