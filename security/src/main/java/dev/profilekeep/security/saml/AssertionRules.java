package dev.profilekeep.security.saml;

import dev.profilekeep.security.opensaml.BadSamlMessage;
import dev.profilekeep.security.opensaml.StrongSignatures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Audience;
import org.opensaml.saml.saml2.core.AudienceRestriction;
import org.opensaml.saml.saml2.core.AuthnStatement;
import org.opensaml.saml.saml2.core.Condition;
import org.opensaml.saml.saml2.core.Conditions;
import org.opensaml.saml.saml2.core.OneTimeUse;
import org.opensaml.saml.saml2.core.ProxyRestriction;
import org.opensaml.saml.saml2.core.SubjectConfirmation;
import org.opensaml.saml.saml2.core.SubjectConfirmationData;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.saml2.core.Saml2Error;
import org.springframework.security.saml2.core.Saml2ErrorCodes;
import org.springframework.security.saml2.core.Saml2ResponseValidatorResult;
import org.springframework.security.saml2.provider.service.authentication.OpenSaml4AuthenticationProvider.AssertionToken;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;

/**
 * What an assertion must say to sign somebody in, SAML profiles 4.1.4.2 and core 2.4–2.5. Spring Security has checked
 * its signature before. In place of Spring's own rules, which do not run on OpenSAML 4.0.1; and rather than OpenSAML's,
 * which ask the system's clock, take an instant exactly at its end, and turn a skew of zero into five minutes.
 */
final class AssertionRules implements Converter<AssertionToken, Saml2ResponseValidatorResult> {

    private final Clock clock;

    AssertionRules(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Saml2ResponseValidatorResult convert(AssertionToken token) {
        List<Saml2Error> errors = check(token.getAssertion(), (Answer) token.getToken()).stream()
                .map(problem -> new Saml2Error(Saml2ErrorCodes.INVALID_ASSERTION, problem))
                .toList();
        return Saml2ResponseValidatorResult.failure(errors);
    }

    /** When the assertion can sign in nobody any more, including the clock skew; for the memory of used ones. */
    static Instant ends(Assertion assertion, Duration skew) {
        return assertion.getSubject().getSubjectConfirmations().stream()
                .map(SubjectConfirmation::getSubjectConfirmationData)
                .filter(data -> data != null && data.getNotOnOrAfter() != null)
                .map(SubjectConfirmationData::getNotOnOrAfter)
                .max(Instant::compareTo)
                .orElseThrow()
                .plus(skew);
    }

    private List<String> check(Assertion assertion, Answer answer) {
        RelyingPartyRegistration expected = answer.getRelyingPartyRegistration();
        Time time = new Time(clock.instant(), answer.clockSkew());
        List<String> problems = new ArrayList<>();
        if (assertion.getVersion() != SAMLVersion.VERSION_20 || assertion.getID() == null) {
            problems.add("not a SAML 2.0 assertion with an ID");
        }
        String issuer =
                assertion.getIssuer() == null ? null : assertion.getIssuer().getValue();
        if (!expected.getAssertingPartyMetadata().getEntityId().equals(issuer)) {
            problems.add("the assertion comes from " + issuer + ", not from "
                    + expected.getAssertingPartyMetadata().getEntityId());
        }
        if (assertion.getIssueInstant() == null || time.ahead(assertion.getIssueInstant())) {
            problems.add("the assertion was issued at " + assertion.getIssueInstant() + ", which lies ahead");
        }
        checkConditions(assertion.getConditions(), expected.getEntityId(), time, problems);
        checkSubject(assertion, answer, time, problems);
        if (assertion.getAuthnStatements().isEmpty()) {
            problems.add("the assertion does not say that anybody signed in (no AuthnStatement)");
        }
        for (AuthnStatement statement : assertion.getAuthnStatements()) {
            if (statement.getSessionNotOnOrAfter() != null && time.over(statement.getSessionNotOnOrAfter())) {
                problems.add("the identity provider's session ended at " + statement.getSessionNotOnOrAfter());
            }
        }
        if (assertion.getSignature() != null) {
            try {
                StrongSignatures.check(assertion.getSignature());
            } catch (BadSamlMessage e) {
                problems.add("the assertion is " + e.getMessage());
            }
        }
        return problems;
    }

    private static void checkConditions(
            @Nullable Conditions conditions, String entityId, Time time, List<String> problems) {
        if (conditions == null) {
            problems.add("the assertion has no conditions, so it does not say whom it is for");
            return;
        }
        if (conditions.getNotBefore() != null && time.ahead(conditions.getNotBefore())) {
            problems.add("the assertion is not valid before " + conditions.getNotBefore());
        }
        if (conditions.getNotOnOrAfter() != null && time.over(conditions.getNotOnOrAfter())) {
            problems.add("the assertion was valid until " + conditions.getNotOnOrAfter());
        }
        List<AudienceRestriction> audiences = conditions.getAudienceRestrictions();
        boolean forUs = !audiences.isEmpty() && audiences.stream().allMatch(one -> names(one, entityId));
        if (!forUs) {
            problems.add("the assertion is for "
                    + audiences.stream()
                            .flatMap(one -> one.getAudiences().stream())
                            .map(Audience::getURI)
                            .toList()
                    + ", not for " + entityId);
        }
        for (Condition condition : conditions.getConditions()) {
            boolean understood = condition instanceof AudienceRestriction
                    || condition instanceof OneTimeUse
                    || condition instanceof ProxyRestriction;
            if (!understood) {
                problems.add("the assertion has a condition we do not understand: " + condition.getElementQName() + " "
                        + condition.getSchemaType());
            }
        }
    }

    private static boolean names(AudienceRestriction restriction, String entityId) {
        return restriction.getAudiences().stream().anyMatch(audience -> entityId.equals(audience.getURI()));
    }

    private static void checkSubject(Assertion assertion, Answer answer, Time time, List<String> problems) {
        if (assertion.getSubject() == null
                || assertion.getSubject().getNameID() == null
                || assertion.getSubject().getNameID().getValue() == null
                || assertion.getSubject().getNameID().getValue().isBlank()) {
            problems.add("the assertion does not say who signed in (no NameID)");
            return;
        }
        List<String> why = new ArrayList<>();
        for (SubjectConfirmation confirmation : assertion.getSubject().getSubjectConfirmations()) {
            Optional<String> problem = problem(confirmation, answer, time);
            if (problem.isEmpty()) {
                return;
            }
            why.add(problem.get());
        }
        problems.add(
                why.isEmpty()
                        ? "the assertion does not say how its bearer is recognised (no SubjectConfirmation)"
                        : "no SubjectConfirmation holds: " + String.join("; ", why));
    }

    private static Optional<String> problem(SubjectConfirmation confirmation, Answer answer, Time time) {
        if (!SubjectConfirmation.METHOD_BEARER.equals(confirmation.getMethod())) {
            return Optional.of("its method is " + confirmation.getMethod());
        }
        SubjectConfirmationData data = confirmation.getSubjectConfirmationData();
        if (data == null) {
            return Optional.of("it has no data");
        }
        String ours = answer.getRelyingPartyRegistration().getAssertionConsumerServiceLocation();
        if (!ours.equals(data.getRecipient())) {
            return Optional.of("it is for the recipient " + data.getRecipient() + ", not for " + ours);
        }
        if (data.getNotOnOrAfter() == null || time.over(data.getNotOnOrAfter())) {
            return Optional.of("it was good until " + data.getNotOnOrAfter());
        }
        if (data.getNotBefore() != null && time.ahead(data.getNotBefore())) {
            return Optional.of("it is not good before " + data.getNotBefore());
        }
        String wanted = answer.asked().map(OutstandingSignIn::requestId).orElse(null);
        if (wanted == null ? data.getInResponseTo() != null : !wanted.equals(data.getInResponseTo())) {
            return Optional.of("it answers request " + data.getInResponseTo() + ", not the one of this browser");
        }
        return Optional.empty();
    }

    /** Now, give or take what the other clock may be off. */
    private record Time(Instant now, Duration skew) {
        boolean ahead(Instant instant) {
            return instant.isAfter(now.plus(skew));
        }

        boolean over(Instant notOnOrAfter) {
            return !notOnOrAfter.plus(skew).isAfter(now);
        }
    }
}
