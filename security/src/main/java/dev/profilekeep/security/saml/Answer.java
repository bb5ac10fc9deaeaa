package dev.profilekeep.security.saml;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.saml2.provider.service.authentication.Saml2AuthenticationToken;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;

/** A response that came in, with what it is measured against. */
final class Answer extends Saml2AuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable OutstandingSignIn asked;
    private final Duration clockSkew;
    private final Signed signed;

    Answer(
            RelyingPartyRegistration registration,
            String xml,
            @Nullable OutstandingSignIn asked,
            Duration clockSkew,
            Signed signed) {
        super(registration, xml);
        this.asked = asked;
        this.clockSkew = clockSkew;
        this.signed = signed;
    }

    /** The sign-in it answers; empty for one that nobody asked for, from an identity provider that may do that. */
    Optional<OutstandingSignIn> asked() {
        return Optional.ofNullable(asked);
    }

    Duration clockSkew() {
        return clockSkew;
    }

    /** What must be signed at least. */
    Signed signed() {
        return signed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
