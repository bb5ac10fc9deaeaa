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
 * Our metadata at {@code /saml2/metadata} and {@code /saml2/metadata/{id}}. It is the same for every identity provider,
 * and there before any of them is known: they need it to make us known to them.
 */
final class OwnMetadata implements Saml2MetadataResponseResolver {

    private static final String NOBODY = "urn:profilekeep:nobody";

    private final RequestMatcher all = PathPatternRequestMatcher.withDefaults().matcher(ServiceProvider.METADATA);
    private final RequestMatcher one =
            PathPatternRequestMatcher.withDefaults().matcher(ServiceProvider.METADATA + "/{id}");
    private final OpenSaml4MetadataResolver resolver = new OpenSaml4MetadataResolver();
    private final ServiceProvider serviceProvider;
    private final IdentityProviders providers;

    OwnMetadata(ServiceProvider serviceProvider, IdentityProviders providers) {
        this.serviceProvider = serviceProvider;
        this.providers = providers;
        resolver.setEntityDescriptorCustomizer(parameters -> {
            SPSSODescriptor own = parameters.getEntityDescriptor().getSPSSODescriptor(SAMLConstants.SAML20P_NS);
            own.setAuthnRequestsSigned(true);
            own.setWantAssertionsSigned(true);
        });
    }

    @Override
    public @Nullable Saml2MetadataResponse resolve(HttpServletRequest request) {
        RequestMatcher.MatchResult match = one.matcher(request);
        boolean known = match.isMatch() && providers.knows(match.getVariables().getOrDefault("id", ""));
        if (!known && !all.matches(request)) {
            return null;
        }
        return new Saml2MetadataResponse(xml(serviceProvider.baseUrl(request)), "profilekeep-metadata.xml");
    }

    String xml(String baseUrl) {
        RelyingPartyRegistration.Builder unknownParty = RelyingPartyRegistration.withRegistrationId("metadata")
                .assertingPartyMetadata(party -> party.entityId(NOBODY).singleSignOnServiceLocation(NOBODY));
        return resolver.resolve(serviceProvider.register("metadata", unknownParty, baseUrl));
    }
}
