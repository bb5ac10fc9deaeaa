package dev.profilekeep.security.saml;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.saml2.provider.service.registration.AssertingPartyMetadata;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;

/** After a person signed out here: asks the identity provider to sign them out everywhere, if it can do that. */
final class SignOutStart implements LogoutSuccessHandler {

    private final IdentityProviders providers;
    private final ServiceProvider serviceProvider;
    private final SignOutMessages messages;

    SignOutStart(IdentityProviders providers, ServiceProvider serviceProvider, SignOutMessages messages) {
        this.providers = providers;
        this.serviceProvider = serviceProvider;
        this.messages = messages;
    }

    @Override
    public void onLogoutSuccess(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication)
            throws IOException {
        if (authentication != null && authentication.getPrincipal() instanceof SamlPrincipal principal) {
            Optional<RelyingPartyRegistration> registration =
                    providers.registration(principal.person().identityProvider(), serviceProvider.baseUrl(request));
            AssertingPartyMetadata party = registration
                    .map(RelyingPartyRegistration::getAssertingPartyMetadata)
                    .orElse(null);
            if (registration.isPresent() && party != null && party.getSingleLogoutServiceLocation() != null) {
                messages.send(
                        request,
                        response,
                        "SAMLRequest",
                        messages.request(registration.get(), principal),
                        party.getSingleLogoutServiceLocation(),
                        party.getSingleLogoutServiceBinding(),
                        null);
                return;
            }
        }
        response.sendRedirect(request.getContextPath() + SamlSignIn.SIGNED_OUT_PAGE);
    }
}
