package dev.profilekeep.portal.access;

import org.jspecify.annotations.Nullable;

/** What somebody typed or sent cannot be. The message is for them: what it is, and what it can be. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
