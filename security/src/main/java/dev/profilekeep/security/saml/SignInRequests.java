package dev.profilekeep.security.saml;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.saml2.provider.service.authentication.AbstractSaml2AuthenticationRequest;
import org.springframework.security.saml2.provider.service.web.Saml2AuthenticationRequestRepository;

/**
 * Notes each request we send to an identity provider, with the browser it comes from and the page it was for. Answers
 * are matched in {@link AnswerReader}, so Spring finds nothing to load here.
 */
final class SignInRequests implements Saml2AuthenticationRequestRepository<AbstractSaml2AuthenticationRequest> {

    /** How long a person may take at the identity provider: a password reset fits in. */
    static final Duration LIFETIME = Duration.ofMinutes(30);

    private final OutstandingSignIns outstanding;
    private final BrowserSecret browsers;
    private final ReturnPage returnPage;
    private final Clock clock;

    SignInRequests(OutstandingSignIns outstanding, BrowserSecret browsers, ReturnPage returnPage, Clock clock) {
        this.outstanding = outstanding;
        this.browsers = browsers;
        this.returnPage = returnPage;
        this.clock = clock;
    }

    @Override
    public void saveAuthenticationRequest(
            @Nullable AbstractSaml2AuthenticationRequest signIn,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (signIn != null) {
            outstanding.keep(new OutstandingSignIn(
                    signIn.getRelayState(),
                    signIn.getId(),
                    signIn.getRelyingPartyRegistrationId(),
                    browsers.ensure(request, response),
                    returnPage.asked(request, response),
                    clock.instant().plus(LIFETIME)));
        }
    }

    @Override
    public @Nullable AbstractSaml2AuthenticationRequest loadAuthenticationRequest(HttpServletRequest request) {
        return null;
    }

    @Override
    public @Nullable AbstractSaml2AuthenticationRequest removeAuthenticationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        return null;
    }
}
