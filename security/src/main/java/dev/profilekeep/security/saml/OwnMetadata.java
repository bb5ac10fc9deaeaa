package dev.profilekeep.security.saml;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.opensaml.saml.saml2.metadata.SPSSODescriptor;
import org.springframework.security.saml2.provider.service.metadata.OpenSaml4MetadataResolver;
import org.springframework.security.saml2.provider.service.metadata.Saml2MetadataResponse;
import org.springframework.security.saml2.provider.service.metadata.Saml2MetadataResponseResolver;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Our metadata at {@code /saml2/metadata} and {@code /saml2/metadata/{id}}, there before any identity provider is known:
 * they need it to make us known to them. It is the same for each but for {@code WantAssertionsSigned}, which asks for a
 * signature of the assertion only where that may stand in for the one of the response; there is no such word for
 * responses in metadata.
 */
final class OwnMetadata implements Saml2MetadataResponseResolver {

    private static final String NOBODY = "urn:profilekeep:nobody";

    private final RequestMatcher all = PathPatternRequestMatcher.withDefaults().matcher(ServiceProvider.METADATA);
    private final RequestMatcher one =
            PathPatternRequestMatcher.withDefaults().matcher(ServiceProvider.METADATA + "/{id}");
    private final ServiceProvider serviceProvider;
    private final IdentityProviders providers;

    OwnMetadata(ServiceProvider serviceProvider, IdentityProviders providers) {
        this.serviceProvider = serviceProvider;
        this.providers = providers;
    }

    private static OpenSaml4MetadataResolver resolver(boolean wantAssertionsSigned) {
        OpenSaml4MetadataResolver resolver = new OpenSaml4MetadataResolver();
        resolver.setEntityDescriptorCustomizer(parameters -> {
            SPSSODescriptor own = parameters.getEntityDescriptor().getSPSSODescriptor(SAMLConstants.SAML20P_NS);
            own.setAuthnRequestsSigned(true);
            own.setWantAssertionsSigned(wantAssertionsSigned);
        });
        return resolver;
    }

    @Override
    public @Nullable Saml2MetadataResponse resolve(HttpServletRequest request) {
        RequestMatcher.MatchResult match = one.matcher(request);
        String id = match.isMatch() ? match.getVariables().getOrDefault("id", "") : "";
        boolean known = providers.knows(id);
        if (!known && !all.matches(request)) {
            return null;
        }
        boolean assertions =
                known ? providers.signed(id) == Signed.RESPONSE_OR_ASSERTION : providers.anySignsAssertions();
        return new Saml2MetadataResponse(xml(serviceProvider.baseUrl(request), assertions), "profilekeep-metadata.xml");
    }

    private String xml(String baseUrl, boolean wantAssertionsSigned) {
        RelyingPartyRegistration.Builder unknownParty = RelyingPartyRegistration.withRegistrationId("metadata")
                .assertingPartyMetadata(party -> party.entityId(NOBODY).singleSignOnServiceLocation(NOBODY));
        return resolver(wantAssertionsSigned).resolve(serviceProvider.register("metadata", unknownParty, baseUrl));
    }
}
