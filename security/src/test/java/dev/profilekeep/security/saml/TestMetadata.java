package dev.profilekeep.security.saml;

import dev.profilekeep.security.opensaml.SigningKey;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;

/** Metadata of an identity provider as text, with parts to leave out or change. */
final class TestMetadata {

    static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
    static final String REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

    private TestMetadata() {}

    static String signIn(String binding, String location) {
        return "<md:SingleSignOnService Binding=\"" + binding + "\" Location=\"" + location + "\"/>";
    }

    static String signOut(String binding, String location) {
        return "<md:SingleLogoutService Binding=\"" + binding + "\" Location=\"" + location + "\"/>";
    }

    static String of(String entityId, String attributes, SigningKey key, String endpoints) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="%s" %s>
                <md:Extensions xmlns:alg="urn:oasis:names:tc:SAML:metadata:algsupport">
                <alg:SigningMethod Algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"/>
                </md:Extensions>
                <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                <md:KeyDescriptor use="signing">
                <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate>
                </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
                %s
                </md:IDPSSODescriptor>
                </md:EntityDescriptor>
                """
                .formatted(entityId, attributes, certificate(key), endpoints);
    }

    static String usual(String entityId, SigningKey key) {
        return of(
                entityId,
                "",
                key,
                signOut(REDIRECT, "https://idp.example.com/slo") + signIn(REDIRECT, "https://idp.example.com/sso"));
    }

    private static String certificate(SigningKey key) {
        try {
            return Base64.getMimeEncoder().encodeToString(key.certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
