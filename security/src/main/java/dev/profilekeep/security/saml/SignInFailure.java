package dev.profilekeep.security.saml;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a sign-in did not come about, as the sign-in page is told: {@code /sign-in?error=<parameter>&incident=<id>}. The
 * incident's id stands in the log beside the reason; the reason itself is not for the person in front.
 */
public enum SignInFailure {
    /** Took too long, was used before, or began in another browser: start again. */
    EXPIRED,
    /** The identity provider's answer was not acceptable: an administrator must look. */
    REFUSED,
    /** The identity provider cannot be asked at present: its metadata is missing. */
    UNAVAILABLE;

    public static final String PARAMETER = "error";
    public static final String INCIDENT = "incident";

    /** The value in the address. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The failure an address speaks of, or empty for anything else. */
    public static Optional<SignInFailure> of(@Nullable String parameter) {
        for (SignInFailure failure : values()) {
            if (failure.parameter().equals(parameter)) {
                return Optional.of(failure);
            }
        }
        return Optional.empty();
    }
}
