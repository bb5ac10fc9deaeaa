package dev.profilekeep.portal.web;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Why a token opens nothing, as it is told. What tells a wrong secret from an account that is not there, or is revoked, is not.
 *
 * @param type the last part of the problem's type
 * @param retryAfter when another try is looked at again; null if another try would not help
 */
record RefusedToken(HttpStatus status, String type, String detail, @Nullable Duration retryAfter) {

    static RefusedToken malformed() {
        return new RefusedToken(
                HttpStatus.UNAUTHORIZED,
                "token-malformed",
                "This is no whole token: it has 66 characters and begins with pk_. Was it copied to its end?",
                null);
    }

    static RefusedToken wrong() {
        return new RefusedToken(
                HttpStatus.UNAUTHORIZED,
                "token-refused",
                "This token is not valid here. An administrator can see under Settings which are, and make a new one.",
                null);
    }

    static RefusedToken expired(Instant at) {
        return new RefusedToken(
                HttpStatus.UNAUTHORIZED,
                "token-expired",
                "This token was good until " + at.truncatedTo(ChronoUnit.SECONDS)
                        + ". An administrator can make a new one under Settings.",
                null);
    }

    static RefusedToken tooMany(Duration retryAfter) {
        return new RefusedToken(
                HttpStatus.TOO_MANY_REQUESTS,
                "too-many-wrong-tokens",
                "Too many wrong tokens came from this address; wrong ones are not looked into for a while. A right one is"
                        + " taken at any time.",
                retryAfter);
    }
}
