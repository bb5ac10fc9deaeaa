package dev.profilekeep.security.saml;

import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import dev.profilekeep.security.SidDirectory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.AuthnStatement;
import org.opensaml.saml.saml2.core.NameID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.saml2.provider.service.authentication.OpenSaml4AuthenticationProvider.ResponseToken;

/** Makes a person of an assertion that passed every rule, once: an assertion used before ends here. */
final class PersonReader implements Converter<ResponseToken, SignedIn> {

    private static final Logger LOG = LoggerFactory.getLogger(PersonReader.class);
    /** What Entra ID sends in place of more than 150 groups. */
    private static final String TOO_MANY_GROUPS = "http://schemas.microsoft.com/claims/groups.link";

    private final SamlProperties properties;
    private final ReplayMemory replays;
    private final SidFinder sids;

    PersonReader(SamlProperties properties, ReplayMemory replays, SidDirectory directory) {
        this.properties = properties;
        this.replays = replays;
        this.sids = new SidFinder(directory);
    }

    @Override
    public SignedIn convert(ResponseToken token) {
        Answer answer = (Answer) token.getToken();
        Assertion assertion = token.getResponse().getAssertions().get(0);
        String used = assertion.getIssuer().getValue() + "\n" + assertion.getID();
        if (!replays.firstUse(used, AssertionRules.ends(assertion, answer.clockSkew()))) {
            throw new SignInRefused(
                    SignInFailure.EXPIRED,
                    "the assertion " + assertion.getID() + " was used before (or too many sign-ins to remember)");
        }
        String provider = answer.getRelyingPartyRegistration().getRegistrationId();
        NameID nameId = assertion.getSubject().getNameID();
        Person person = person(nameId.getValue(), new Attributes(assertion), provider);
        return new SignedIn(new SamlPrincipal(
                person,
                new SamlPrincipal.NameIdentifier(
                        nameId.getValue(), nameId.getFormat(), nameId.getNameQualifier(), nameId.getSPNameQualifier()),
                sessionIndexes(assertion),
                until(assertion).orElse(null)));
    }

    private Person person(String subject, Attributes attributes, String provider) {
        AttributeNames names = properties.attributes();
        Optional<String> name = attributes.firstOf(names.displayName()).stream().findFirst();
        Optional<String> email = attributes.firstOf(names.email()).stream().findFirst();
        if (attributes.has(TOO_MANY_GROUPS)) {
            LOG.warn(
                    "identity provider {} left out the groups of {} because there are too many: let it send only the "
                            + "groups assigned to this application, or use roles (docs/sign-in.md)",
                    provider,
                    subject);
        }
        String displayName = name.orElse(subject);
        Map<Role, Scope> roles = properties.rolesOf(attributes.allOf(names.groups()));
        SidFinder.Found sid = sids.find(
                attributes.firstOf(names.sid()), attributes.firstOf(names.objectId()), provider, subject, displayName);
        return new Person(
                subject,
                displayName,
                sid.sid(),
                email.orElse(null),
                roles.keySet(),
                provider,
                roles,
                sid.unconfirmed(),
                sid.unsure());
    }

    private static List<String> sessionIndexes(Assertion assertion) {
        return assertion.getAuthnStatements().stream()
                .map(AuthnStatement::getSessionIndex)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Optional<Instant> until(Assertion assertion) {
        return assertion.getAuthnStatements().stream()
                .map(AuthnStatement::getSessionNotOnOrAfter)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }
}
