package dev.profilekeep.security.saml;

import dev.profilekeep.security.opensaml.BadSamlMessage;
import dev.profilekeep.security.opensaml.Bindings;
import dev.profilekeep.security.opensaml.SamlXml;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.Response;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Takes a posted response and finds the sign-in it answers, by the handle (RelayState) and the secret of the browser.
 * Nothing in the response is believed here; the handle never names a page.
 */
final class AnswerReader implements AuthenticationConverter {

    /** The request attribute with the page to return to. */
    static final String TARGET = AnswerReader.class.getName() + ".target";

    private final IdentityProviders providers;
    private final ServiceProvider serviceProvider;
    private final OutstandingSignIns outstanding;
    private final BrowserSecret browsers;

    AnswerReader(
            IdentityProviders providers,
            ServiceProvider serviceProvider,
            OutstandingSignIns outstanding,
            BrowserSecret browsers) {
        this.providers = providers;
        this.serviceProvider = serviceProvider;
        this.outstanding = outstanding;
        this.browsers = browsers;
    }

    @Override
    public Answer convert(HttpServletRequest request) {
        String encoded = request.getParameter("SAMLResponse");
        if (!"POST".equals(request.getMethod()) || encoded == null) {
            throw new SignInRefused(SignInFailure.REFUSED, "not a posted SAMLResponse");
        }
        byte[] xml;
        try {
            xml = Bindings.fromForm(encoded);
        } catch (BadSamlMessage e) {
            throw new SignInRefused(SignInFailure.REFUSED, e);
        }
        if (xml.length > SamlXml.LARGEST_MESSAGE_BYTES) {
            throw new SignInRefused(SignInFailure.REFUSED, "a response of " + xml.length + " bytes is too long");
        }
        String baseUrl = serviceProvider.baseUrl(request);
        Optional<OutstandingSignIn> asked = asked(request);
        RelyingPartyRegistration provider = asked.isPresent()
                ? providers
                        .registration(asked.get().identityProvider(), baseUrl)
                        .orElseThrow(() -> new SignInRefused(
                                SignInFailure.UNAVAILABLE,
                                "no metadata of " + asked.get().identityProvider()))
                : unsolicitedFrom(xml, baseUrl);
        asked.ifPresent(signIn -> request.setAttribute(TARGET, signIn.target()));
        return new Answer(
                provider,
                new String(xml, StandardCharsets.UTF_8),
                asked.orElse(null),
                providers.clockSkew(provider.getRegistrationId()),
                providers.signed(provider.getRegistrationId()));
    }

    private Optional<OutstandingSignIn> asked(HttpServletRequest request) {
        String handle = request.getParameter("RelayState");
        if (handle == null) {
            return Optional.empty();
        }
        return browsers.find(request).flatMap(browser -> outstanding.take(handle, browser));
    }

    private RelyingPartyRegistration unsolicitedFrom(byte[] xml, String baseUrl) {
        String issuer;
        try {
            issuer = issuer(SamlXml.parse(xml, SamlXml.LARGEST_MESSAGE_BYTES, Response.class));
        } catch (BadSamlMessage e) {
            throw new SignInRefused(SignInFailure.REFUSED, e);
        }
        return Optional.ofNullable(issuer)
                .flatMap(name -> providers.byEntityId(name, baseUrl))
                .filter(provider -> providers.unsolicitedAllowed(provider.getRegistrationId()))
                .orElseThrow(() -> new SignInRefused(
                        SignInFailure.EXPIRED,
                        "a response that answers no sign-in under way in this browser, from issuer " + issuer));
    }

    private static @Nullable String issuer(Response response) {
        Issuer issuer = response.getIssuer();
        return issuer == null ? null : issuer.getValue();
    }
}
