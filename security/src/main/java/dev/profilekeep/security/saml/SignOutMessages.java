package dev.profilekeep.security.saml;

import dev.profilekeep.security.opensaml.BadSamlMessage;
import dev.profilekeep.security.opensaml.Bindings;
import dev.profilekeep.security.opensaml.BrowserForm;
import dev.profilekeep.security.opensaml.SamlXml;
import dev.profilekeep.security.opensaml.SigningKey;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.LogoutResponse;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.SessionIndex;
import org.opensaml.saml.saml2.core.Status;
import org.opensaml.saml.saml2.core.StatusCode;
import org.springframework.security.saml2.core.Saml2X509Credential;
import org.springframework.security.saml2.provider.service.registration.AssertingPartyMetadata;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;
import org.springframework.security.saml2.provider.service.registration.Saml2MessageBinding;

/** Writes, sends, and checks the messages of single logout, SAML profiles 4.4. Everything sent is signed. */
final class SignOutMessages {

    private final SigningKey key;
    private final Clock clock;

    SignOutMessages(SigningKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** The message a request carries, not checked in any way yet. */
    static <T extends SignableSAMLObject> T read(HttpServletRequest request, String parameter, Class<T> type)
            throws BadSamlMessage {
        String value = request.getParameter(parameter);
        if (value == null) {
            throw new BadSamlMessage("no " + parameter);
        }
        byte[] xml = "GET".equals(request.getMethod()) ? Bindings.fromAddress(value) : Bindings.fromForm(value);
        return SamlXml.parse(xml, SamlXml.LARGEST_MESSAGE_BYTES, type);
    }

    /**
     * Checks that a message was signed by this identity provider, over SHA-256 or better.
     *
     * @throws BadSamlMessage if with none of its keys
     */
    static void verify(
            HttpServletRequest request,
            String parameter,
            SignableSAMLObject message,
            AssertingPartyMetadata identityProvider)
            throws BadSamlMessage {
        BadSamlMessage last = new BadSamlMessage("the identity provider has no key to check a signature by");
        for (Saml2X509Credential credential : identityProvider.getVerificationX509Credentials()) {
            X509Certificate certificate = credential.getCertificate();
            try {
                if ("GET".equals(request.getMethod())) {
                    Bindings.verifyQuery(parameter, request.getQueryString(), certificate.getPublicKey());
                } else {
                    SamlXml.verify(message, certificate);
                }
                return;
            } catch (BadSamlMessage e) {
                last = e;
            }
        }
        throw last;
    }

    LogoutRequest request(RelyingPartyRegistration registration, SamlPrincipal principal) {
        LogoutRequest request = SamlXml.build(LogoutRequest.class, LogoutRequest.DEFAULT_ELEMENT_NAME);
        request.setID("_" + UUID.randomUUID());
        request.setIssueInstant(clock.instant());
        request.setDestination(registration.getAssertingPartyMetadata().getSingleLogoutServiceLocation());
        request.setIssuer(issuer(registration));
        NameID nameId = SamlXml.build(NameID.class, NameID.DEFAULT_ELEMENT_NAME);
        nameId.setValue(principal.nameId().value());
        nameId.setFormat(principal.nameId().format());
        nameId.setNameQualifier(principal.nameId().nameQualifier());
        nameId.setSPNameQualifier(principal.nameId().spNameQualifier());
        request.setNameID(nameId);
        for (String value : principal.sessionIndexes()) {
            SessionIndex index = SamlXml.build(SessionIndex.class, SessionIndex.DEFAULT_ELEMENT_NAME);
            index.setValue(value);
            request.getSessionIndexes().add(index);
        }
        return request;
    }

    LogoutResponse success(RelyingPartyRegistration registration, LogoutRequest request) {
        LogoutResponse response = SamlXml.build(LogoutResponse.class, LogoutResponse.DEFAULT_ELEMENT_NAME);
        response.setID("_" + UUID.randomUUID());
        response.setIssueInstant(clock.instant());
        response.setDestination(registration.getAssertingPartyMetadata().getSingleLogoutServiceResponseLocation());
        response.setInResponseTo(request.getID());
        response.setIssuer(issuer(registration));
        Status status = SamlXml.build(Status.class, Status.DEFAULT_ELEMENT_NAME);
        StatusCode code = SamlXml.build(StatusCode.class, StatusCode.DEFAULT_ELEMENT_NAME);
        code.setValue(StatusCode.SUCCESS);
        status.setStatusCode(code);
        response.setStatus(status);
        return response;
    }

    /** Sends a message through the browser, by the binding the identity provider wants. */
    void send(
            HttpServletRequest request,
            HttpServletResponse response,
            String parameter,
            SignableSAMLObject message,
            String location,
            Saml2MessageBinding binding,
            @Nullable String relayState)
            throws IOException {
        if (binding == Saml2MessageBinding.REDIRECT) {
            String query = Bindings.signedQuery(parameter, SamlXml.write(message), relayState, key);
            response.sendRedirect(location + (location.contains("?") ? "&" : "?") + query);
            return;
        }
        SamlXml.sign(message, key);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(parameter, Bindings.toForm(SamlXml.write(message)));
        if (relayState != null) {
            fields.put("RelayState", relayState);
        }
        BrowserForm.post(request, response, location, fields);
    }

    static List<String> indexes(LogoutRequest request) {
        return request.getSessionIndexes().stream().map(SessionIndex::getValue).toList();
    }

    private static Issuer issuer(RelyingPartyRegistration registration) {
        Issuer issuer = SamlXml.build(Issuer.class, Issuer.DEFAULT_ELEMENT_NAME);
        issuer.setValue(registration.getEntityId());
        return issuer;
    }
}
