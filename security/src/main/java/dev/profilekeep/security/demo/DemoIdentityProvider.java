package dev.profilekeep.security.demo;

import dev.profilekeep.security.opensaml.SamlXml;
import dev.profilekeep.security.opensaml.SigningKey;
import dev.profilekeep.security.saml.InProcessIdentityProvider;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opensaml.core.xml.schema.XSString;
import org.opensaml.core.xml.schema.impl.XSStringBuilder;
import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Attribute;
import org.opensaml.saml.saml2.core.AttributeStatement;
import org.opensaml.saml.saml2.core.AttributeValue;
import org.opensaml.saml.saml2.core.Audience;
import org.opensaml.saml.saml2.core.AudienceRestriction;
import org.opensaml.saml.saml2.core.AuthnContext;
import org.opensaml.saml.saml2.core.AuthnContextClassRef;
import org.opensaml.saml.saml2.core.AuthnStatement;
import org.opensaml.saml.saml2.core.Conditions;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.LogoutResponse;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.NameIDType;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.core.SessionIndex;
import org.opensaml.saml.saml2.core.Status;
import org.opensaml.saml.saml2.core.StatusCode;
import org.opensaml.saml.saml2.core.Subject;
import org.opensaml.saml.saml2.core.SubjectConfirmation;
import org.opensaml.saml.saml2.core.SubjectConfirmationData;
import org.opensaml.saml.saml2.metadata.EntityDescriptor;
import org.opensaml.saml.saml2.metadata.IDPSSODescriptor;
import org.opensaml.saml.saml2.metadata.KeyDescriptor;
import org.opensaml.saml.saml2.metadata.SingleLogoutService;
import org.opensaml.saml.saml2.metadata.SingleSignOnService;
import org.opensaml.security.credential.UsageType;
import org.opensaml.xmlsec.signature.KeyInfo;
import org.opensaml.xmlsec.signature.X509Certificate;
import org.opensaml.xmlsec.signature.X509Data;

/**
 * Writes what an identity provider says, for {@link DemoFilter} to send. Every message is built unsigned and signed in a
 * step of its own, so that tests can have it say something else.
 */
final class DemoIdentityProvider implements InProcessIdentityProvider {

    static final String ID = "demo";
    static final String ENTITY_ID = "urn:profilekeep:demo-idp";
    static final String PATH = "/demo-idp";
    static final String SIGN_IN = PATH + "/sso";
    static final String SIGN_OUT = PATH + "/slo";

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final String entityId;
    private final SigningKey key;
    private final Clock clock;

    DemoIdentityProvider(String entityId, SigningKey key, Clock clock) {
        this.entityId = entityId;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return "Demonstration";
    }

    SigningKey key() {
        return key;
    }

    @Override
    public String metadata(String baseUrl) {
        EntityDescriptor entity = SamlXml.build(EntityDescriptor.class, EntityDescriptor.DEFAULT_ELEMENT_NAME);
        entity.setEntityID(entityId);
        IDPSSODescriptor provider = SamlXml.build(IDPSSODescriptor.class, IDPSSODescriptor.DEFAULT_ELEMENT_NAME);
        provider.addSupportedProtocol(SAMLConstants.SAML20P_NS);
        provider.setWantAuthnRequestsSigned(true);
        provider.getKeyDescriptors().add(keyDescriptor());
        for (String binding : List.of(SAMLConstants.SAML2_REDIRECT_BINDING_URI, SAMLConstants.SAML2_POST_BINDING_URI)) {
            SingleLogoutService signOut =
                    SamlXml.build(SingleLogoutService.class, SingleLogoutService.DEFAULT_ELEMENT_NAME);
            signOut.setBinding(binding);
            signOut.setLocation(baseUrl + SIGN_OUT);
            provider.getSingleLogoutServices().add(signOut);
            SingleSignOnService signIn =
                    SamlXml.build(SingleSignOnService.class, SingleSignOnService.DEFAULT_ELEMENT_NAME);
            signIn.setBinding(binding);
            signIn.setLocation(baseUrl + SIGN_IN);
            provider.getSingleSignOnServices().add(signIn);
        }
        entity.getRoleDescriptors().add(provider);
        return SamlXml.write(entity);
    }

    /**
     * A response that signs a persona in, unsigned.
     *
     * @param requestId the ID of the request it answers, or null if nobody asked
     * @param serviceProvider the entity id of who it is for
     * @param answersTo where it will be posted
     */
    Response response(
            DemoPersona persona,
            @Nullable String requestId,
            String serviceProvider,
            String answersTo,
            String sessionIndex) {
        Instant now = clock.instant();
        Response response = SamlXml.build(Response.class, Response.DEFAULT_ELEMENT_NAME);
        response.setID(newId());
        response.setIssueInstant(now);
        response.setDestination(answersTo);
        response.setInResponseTo(requestId);
        response.setIssuer(issuer());
        response.setStatus(success());
        Assertion assertion = SamlXml.build(Assertion.class, Assertion.DEFAULT_ELEMENT_NAME);
        assertion.setID(newId());
        assertion.setIssueInstant(now);
        assertion.setIssuer(issuer());
        assertion.setSubject(subject(persona, requestId, answersTo, now));
        assertion.setConditions(conditions(serviceProvider, now));
        assertion.getAuthnStatements().add(authnStatement(now, sessionIndex));
        assertion.getAttributeStatements().add(attributes(persona));
        response.getAssertions().add(assertion);
        return response;
    }

    /** A request to sign a persona out, unsigned. */
    LogoutRequest logoutRequest(DemoPersona persona, String sessionIndex, String signOutsTo) {
        LogoutRequest request = SamlXml.build(LogoutRequest.class, LogoutRequest.DEFAULT_ELEMENT_NAME);
        request.setID(newId());
        request.setIssueInstant(clock.instant());
        request.setNotOnOrAfter(clock.instant().plus(LIFETIME));
        request.setDestination(signOutsTo);
        request.setIssuer(issuer());
        request.setNameID(nameId(persona));
        SessionIndex index = SamlXml.build(SessionIndex.class, SessionIndex.DEFAULT_ELEMENT_NAME);
        index.setValue(sessionIndex);
        request.getSessionIndexes().add(index);
        return request;
    }

    /** The answer to a request to sign out, unsigned. */
    LogoutResponse logoutResponse(String requestId, String signOutsTo) {
        LogoutResponse response = SamlXml.build(LogoutResponse.class, LogoutResponse.DEFAULT_ELEMENT_NAME);
        response.setID(newId());
        response.setIssueInstant(clock.instant());
        response.setDestination(signOutsTo);
        response.setInResponseTo(requestId);
        response.setIssuer(issuer());
        response.setStatus(success());
        return response;
    }

    void sign(SignableSAMLObject message) {
        SamlXml.sign(message, key);
    }

    private static Subject subject(DemoPersona persona, @Nullable String requestId, String answersTo, Instant now) {
        SubjectConfirmationData data =
                SamlXml.build(SubjectConfirmationData.class, SubjectConfirmationData.DEFAULT_ELEMENT_NAME);
        data.setRecipient(answersTo);
        data.setNotOnOrAfter(now.plus(LIFETIME));
        data.setInResponseTo(requestId);
        SubjectConfirmation bearer = SamlXml.build(SubjectConfirmation.class, SubjectConfirmation.DEFAULT_ELEMENT_NAME);
        bearer.setMethod(SubjectConfirmation.METHOD_BEARER);
        bearer.setSubjectConfirmationData(data);
        Subject subject = SamlXml.build(Subject.class, Subject.DEFAULT_ELEMENT_NAME);
        subject.setNameID(nameId(persona));
        subject.getSubjectConfirmations().add(bearer);
        return subject;
    }

    private static Conditions conditions(String serviceProvider, Instant now) {
        Audience audience = SamlXml.build(Audience.class, Audience.DEFAULT_ELEMENT_NAME);
        audience.setURI(serviceProvider);
        AudienceRestriction restriction =
                SamlXml.build(AudienceRestriction.class, AudienceRestriction.DEFAULT_ELEMENT_NAME);
        restriction.getAudiences().add(audience);
        Conditions conditions = SamlXml.build(Conditions.class, Conditions.DEFAULT_ELEMENT_NAME);
        conditions.setNotBefore(now);
        conditions.setNotOnOrAfter(now.plus(LIFETIME));
        conditions.getConditions().add(restriction);
        return conditions;
    }

    private static AuthnStatement authnStatement(Instant now, String sessionIndex) {
        AuthnContextClassRef how = SamlXml.build(AuthnContextClassRef.class, AuthnContextClassRef.DEFAULT_ELEMENT_NAME);
        how.setURI(AuthnContext.UNSPECIFIED_AUTHN_CTX);
        AuthnContext context = SamlXml.build(AuthnContext.class, AuthnContext.DEFAULT_ELEMENT_NAME);
        context.setAuthnContextClassRef(how);
        AuthnStatement statement = SamlXml.build(AuthnStatement.class, AuthnStatement.DEFAULT_ELEMENT_NAME);
        statement.setAuthnInstant(now);
        statement.setSessionIndex(sessionIndex);
        statement.setAuthnContext(context);
        return statement;
    }

    private static AttributeStatement attributes(DemoPersona persona) {
        AttributeStatement statement = SamlXml.build(AttributeStatement.class, AttributeStatement.DEFAULT_ELEMENT_NAME);
        Stream.of(
                        attribute("displayName", List.of(persona.displayName())),
                        attribute("objectSid", persona.sid() == null ? List.of() : List.of(persona.sid())),
                        attribute("email", persona.email() == null ? List.of() : List.of(persona.email())),
                        attribute("groups", persona.groups()))
                .filter(attribute -> !attribute.getAttributeValues().isEmpty())
                .forEach(statement.getAttributes()::add);
        return statement;
    }

    static Attribute attribute(String name, List<String> values) {
        Attribute attribute = SamlXml.build(Attribute.class, Attribute.DEFAULT_ELEMENT_NAME);
        attribute.setName(name);
        attribute.setNameFormat(Attribute.BASIC);
        for (String value : values) {
            XSString text = new XSStringBuilder().buildObject(AttributeValue.DEFAULT_ELEMENT_NAME, XSString.TYPE_NAME);
            text.setValue(value);
            attribute.getAttributeValues().add(text);
        }
        return attribute;
    }

    private static NameID nameId(DemoPersona persona) {
        NameID nameId = SamlXml.build(NameID.class, NameID.DEFAULT_ELEMENT_NAME);
        nameId.setFormat(NameIDType.PERSISTENT);
        nameId.setValue(persona.subject());
        return nameId;
    }

    private Issuer issuer() {
        Issuer issuer = SamlXml.build(Issuer.class, Issuer.DEFAULT_ELEMENT_NAME);
        issuer.setValue(entityId);
        return issuer;
    }

    private static Status success() {
        StatusCode code = SamlXml.build(StatusCode.class, StatusCode.DEFAULT_ELEMENT_NAME);
        code.setValue(StatusCode.SUCCESS);
        Status status = SamlXml.build(Status.class, Status.DEFAULT_ELEMENT_NAME);
        status.setStatusCode(code);
        return status;
    }

    private KeyDescriptor keyDescriptor() {
        X509Certificate certificate = SamlXml.build(X509Certificate.class, X509Certificate.DEFAULT_ELEMENT_NAME);
        try {
            certificate.setValue(
                    Base64.getEncoder().encodeToString(key.certificate().getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that cannot be written", e);
        }
        X509Data data = SamlXml.build(X509Data.class, X509Data.DEFAULT_ELEMENT_NAME);
        data.getX509Certificates().add(certificate);
        KeyInfo info = SamlXml.build(KeyInfo.class, KeyInfo.DEFAULT_ELEMENT_NAME);
        info.getX509Datas().add(data);
        KeyDescriptor descriptor = SamlXml.build(KeyDescriptor.class, KeyDescriptor.DEFAULT_ELEMENT_NAME);
        descriptor.setUse(UsageType.SIGNING);
        descriptor.setKeyInfo(info);
        return descriptor;
    }

    static String newId() {
        return "_" + UUID.randomUUID();
    }
}
