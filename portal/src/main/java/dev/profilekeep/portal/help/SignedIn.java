package dev.profilekeep.portal.help;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who signed in and reads letters out, or says their account, as their identity provider calls them.
 *
 * @param letters what they read out; empty if they said their account
 * @param sid empty if their sign-in said none
 * @param waitsSince when they last came without a SID; null if they have one, or that was not noted
 * @param given whether a SID was given to them since: it counts when they sign in again
 */
public record SignedIn(
        String letters,
        String displayName,
        String sid,
        String identityProvider,
        String subject,
        @Nullable Instant waitsSince,
        boolean given) {
    /** What to call them. */
    public String name() {
        return displayName.isBlank() ? subject : displayName;
    }
}
