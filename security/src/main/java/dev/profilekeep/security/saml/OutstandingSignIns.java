package dev.profilekeep.security.saml;

import java.util.Optional;

/**
 * Keeps sign-ins on their way. Not in the session, whose cookie does not come along when an identity provider posts its
 * answer. With several nodes behind a balancer without stickiness this must be a table.
 */
public interface OutstandingSignIns {

    void keep(OutstandingSignIn signIn);

    /**
     * Takes out the sign-in with this handle, so that two answers cannot both find it. Stays where it is, and empty is
     * returned, if another browser began it; empty also if it is unknown or expired.
     */
    Optional<OutstandingSignIn> take(String relayState, String browser);
}
