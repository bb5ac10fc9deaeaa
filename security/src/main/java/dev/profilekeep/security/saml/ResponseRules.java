package dev.profilekeep.security.saml;

import dev.profilekeep.security.opensaml.BadSamlMessage;
import dev.profilekeep.security.opensaml.StrongSignatures;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.core.StatusCode;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.saml2.core.Saml2Error;
import org.springframework.security.saml2.core.Saml2ErrorCodes;
import org.springframework.security.saml2.core.Saml2ResponseValidatorResult;
import org.springframework.security.saml2.provider.service.authentication.OpenSaml4AuthenticationProvider.ResponseToken;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;

/**
 * What a response must be, SAML profiles 4.1.4. Spring Security has checked its signature before if it has one,
 * decrypted it only if that was good, and demands that the response or every assertion is signed; that the response is,
 * unless its identity provider may do otherwise, is demanded here. In place of Spring's own rules, which take a response
 * without a status or a destination, one that nobody asked for, and SHA-1.
 */
final class ResponseRules implements Converter<ResponseToken, Saml2ResponseValidatorResult> {

    private final Clock clock;

    ResponseRules(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Saml2ResponseValidatorResult convert(ResponseToken token) {
        List<Saml2Error> errors = check(token.getResponse(), (Answer) token.getToken()).stream()
                .map(problem -> new Saml2Error(Saml2ErrorCodes.INVALID_RESPONSE, problem))
                .toList();
        return Saml2ResponseValidatorResult.failure(errors);
    }

    private List<String> check(Response response, Answer answer) {
        RelyingPartyRegistration expected = answer.getRelyingPartyRegistration();
        List<String> problems = new ArrayList<>();
        if (response.getVersion() != SAMLVersion.VERSION_20 || response.getID() == null) {
            problems.add("not a SAML 2.0 response with an ID");
        }
        String status = status(response);
        if (!StatusCode.SUCCESS.equals(status)) {
            problems.add("the identity provider reports " + status);
        }
        String issuer =
                response.getIssuer() == null ? null : response.getIssuer().getValue();
        if (!expected.getAssertingPartyMetadata().getEntityId().equals(issuer)) {
            problems.add("the response comes from " + issuer + ", not from "
                    + expected.getAssertingPartyMetadata().getEntityId());
        }
        if (!response.isSigned() && answer.signed() == Signed.RESPONSE) {
            problems.add("the response itself is unsigned: have the identity provider sign it, or write"
                    + " signed: RESPONSE_OR_ASSERTION for one that cannot (docs/sign-in.md)");
        }
        String destination = response.getDestination();
        boolean unsignedWithout = destination == null && !response.isSigned();
        if (!unsignedWithout && !expected.getAssertionConsumerServiceLocation().equals(destination)) {
            problems.add("the response was made for " + destination + ", not for "
                    + expected.getAssertionConsumerServiceLocation());
        }
        String inResponseTo = response.getInResponseTo();
        if (answer.asked().isPresent()) {
            if (!answer.asked().get().requestId().equals(inResponseTo)) {
                problems.add("the response answers request " + inResponseTo + ", not the one of this browser");
            }
        } else if (inResponseTo != null) {
            problems.add("the response answers request " + inResponseTo + ", which is not under way in this browser");
        }
        Instant issued = response.getIssueInstant();
        if (issued == null || issued.isAfter(clock.instant().plus(answer.clockSkew()))) {
            problems.add("the response was issued at " + issued + ", which lies ahead: compare the clocks");
        }
        if (response.getAssertions().size() != 1) {
            problems.add("the response holds " + response.getAssertions().size()
                    + " readable assertions, and exactly one is taken (an encrypted one only in a signed response)");
        }
        if (response.getSignature() != null) {
            try {
                StrongSignatures.check(response.getSignature());
            } catch (BadSamlMessage e) {
                problems.add("the response is " + e.getMessage());
            }
        }
        return problems;
    }

    private static String status(Response response) {
        if (response.getStatus() == null || response.getStatus().getStatusCode() == null) {
            return "no status";
        }
        StatusCode code = response.getStatus().getStatusCode();
        String detail =
                code.getStatusCode() == null ? "" : " / " + code.getStatusCode().getValue();
        String message = response.getStatus().getStatusMessage() == null
                ? ""
                : " (" + response.getStatus().getStatusMessage().getValue() + ")";
        return code.getValue() + detail + message;
    }
}
