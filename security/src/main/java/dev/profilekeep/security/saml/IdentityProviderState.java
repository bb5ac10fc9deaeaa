package dev.profilekeep.security.saml;

import java.time.Instant;
import java.util.Optional;

/**
 * How an identity provider is, for the settings page.
 *
 * @param id its configured id
 * @param name what people read
 * @param metadata where its metadata comes from
 * @param source what is used at present
 * @param entityId its own name, once known
 * @param lastRefreshed when its metadata was last read from where it comes from
 * @param lastTried when that was last tried
 * @param error why the last try failed; empty if it did not
 * @param certificateEnds when its first signing certificate ends; a reminder, sign-in does not depend on it
 */
public record IdentityProviderState(
        String id,
        String name,
        String metadata,
        Source source,
        Optional<String> entityId,
        Optional<Instant> lastRefreshed,
        Optional<Instant> lastTried,
        Optional<String> error,
        Optional<Instant> certificateEnds) {

    /** Where the metadata in use came from. */
    public enum Source {
        /** None is known: nobody can sign in there. */
        NONE,
        /** The copy kept on disk: it was not reached since the start. */
        KEPT,
        /** Its own address. */
        FRESH
    }
}
