package dev.profilekeep.security.saml;

import dev.profilekeep.security.opensaml.SigningKey;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.opensaml.xmlsec.signature.support.SignatureConstants;
import org.springframework.security.saml2.core.Saml2X509Credential;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;
import org.springframework.security.saml2.provider.service.registration.Saml2MessageBinding;
import org.springframework.security.web.util.UrlUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * We, as identity providers know us: one name, one key and one address each for answers and for sign-outs, however many
 * identity providers there are. Every address is made here and none is taken from a message.
 */
public final class ServiceProvider {

    /** Where identity providers post their answers, within the application. */
    public static final String ANSWERS = "/login/saml2/sso";
    /** Where identity providers send requests to sign out and answers to ours, within the application. */
    public static final String SIGN_OUTS = "/logout/saml2/slo";
    /** Where our metadata is, within the application. */
    public static final String METADATA = "/saml2/metadata";

    private final String publicUrl;
    private final @Nullable String entityId;
    private final SigningKey key;

    ServiceProvider(SamlProperties properties, SigningKey key) {
        this.publicUrl = properties.publicUrl();
        this.entityId = properties.entityId();
        this.key = key;
    }

    /** The address of the application as this request's browser sees it, without a slash at the end. */
    public String baseUrl(HttpServletRequest request) {
        if (!publicUrl.isEmpty()) {
            return publicUrl;
        }
        return UriComponentsBuilder.fromUriString(UrlUtils.buildFullRequestUrl(request))
                .replacePath(request.getContextPath())
                .replaceQuery(null)
                .fragment(null)
                .build()
                .toUriString();
    }

    public String entityId(String baseUrl) {
        return entityId == null ? baseUrl + METADATA : entityId;
    }

    public String answersTo(String baseUrl) {
        return baseUrl + ANSWERS;
    }

    public String signOutsTo(String baseUrl) {
        return baseUrl + SIGN_OUTS;
    }

    /** Signs our messages, and opens what is encrypted for us. */
    public SigningKey key() {
        return key;
    }

    /** Completes what is known of an identity provider with what it must know of us. */
    RelyingPartyRegistration register(String id, RelyingPartyRegistration.Builder identityProvider, String baseUrl) {
        Saml2X509Credential both = new Saml2X509Credential(
                key.privateKey(),
                key.certificate(),
                Saml2X509Credential.Saml2X509CredentialType.SIGNING,
                Saml2X509Credential.Saml2X509CredentialType.DECRYPTION);
        return identityProvider
                .registrationId(id)
                .entityId(entityId(baseUrl))
                .signingX509Credentials(credentials -> {
                    credentials.clear();
                    credentials.add(both);
                })
                .decryptionX509Credentials(credentials -> {
                    credentials.clear();
                    credentials.add(both);
                })
                .assertionConsumerServiceLocation(answersTo(baseUrl))
                .assertionConsumerServiceBinding(Saml2MessageBinding.POST)
                .singleLogoutServiceLocation(signOutsTo(baseUrl))
                .singleLogoutServiceResponseLocation(signOutsTo(baseUrl))
                .singleLogoutServiceBindings(bindings -> {
                    bindings.clear();
                    bindings.add(Saml2MessageBinding.REDIRECT);
                    bindings.add(Saml2MessageBinding.POST);
                })
                .authnRequestsSigned(true)
                // its metadata may ask for SHA-1: we sign with SHA-256 whatever it says
                .assertingPartyMetadata(party -> party.signingAlgorithms(algorithms -> {
                    algorithms.clear();
                    algorithms.add(SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA256);
                }))
                .build();
    }
}
