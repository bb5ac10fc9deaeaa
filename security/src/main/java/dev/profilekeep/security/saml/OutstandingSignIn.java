package dev.profilekeep.security.saml;

import java.io.Serializable;
import java.time.Instant;

/**
 * A sign-in on its way: asked of an identity provider, not answered yet.
 *
 * @param relayState the handle that comes back beside the answer; unguessable, used once
 * @param requestId the ID of our AuthnRequest, which the answer must name
 * @param identityProvider the configured id of the one that was asked
 * @param browser the hash of the secret that the browser keeps in a cookie
 * @param target where the person wanted to go: a path within the application, with a leading slash
 * @param expires when an answer comes too late
 */
public record OutstandingSignIn(
        String relayState, String requestId, String identityProvider, String browser, String target, Instant expires)
        implements Serializable {

    private static final long serialVersionUID = 1L;
}
