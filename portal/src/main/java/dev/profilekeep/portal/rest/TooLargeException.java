package dev.profilekeep.portal.rest;

import java.io.IOException;
import java.util.Optional;

/** A body is longer than what is taken. */
final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
        super(message);
    }

    /** Whether it is behind what went wrong: who reads a body wraps what reading it throws. */
    static Optional<TooLargeException> behind(Throwable thrown) {
        for (Throwable one = thrown; one != null; one = one.getCause()) {
            if (one instanceof TooLargeException large) {
                return Optional.of(large);
            }
        }
        return Optional.empty();
    }
}
