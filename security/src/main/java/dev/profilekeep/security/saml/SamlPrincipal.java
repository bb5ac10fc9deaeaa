package dev.profilekeep.security.saml;

import dev.profilekeep.security.Person;
import dev.profilekeep.security.PersonPrincipal;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.saml2.provider.service.authentication.Saml2AuthenticatedPrincipal;

/**
 * The person of a sign-in with what is needed to sign out again everywhere.
 *
 * @param nameId the NameID exactly as it was said: some identity providers find their session only by all of it
 * @param sessionIndexes the identity provider's names of its sessions
 * @param until when the identity provider wants the session to end at the latest, if it said so
 */
record SamlPrincipal(Person person, NameIdentifier nameId, List<String> sessionIndexes, @Nullable Instant until)
        implements PersonPrincipal, Saml2AuthenticatedPrincipal, Serializable {

    private static final long serialVersionUID = 1L;

    SamlPrincipal {
        sessionIndexes = List.copyOf(sessionIndexes);
    }

    @Override
    public String getRelyingPartyRegistrationId() {
        return person.identityProvider();
    }

    @Override
    public List<String> getSessionIndexes() {
        return sessionIndexes;
    }

    /** A NameID, SAML core 2.2.3. */
    record NameIdentifier(
            String value, @Nullable String format, @Nullable String nameQualifier, @Nullable String spNameQualifier)
            implements Serializable {

        private static final long serialVersionUID = 1L;
    }
}
