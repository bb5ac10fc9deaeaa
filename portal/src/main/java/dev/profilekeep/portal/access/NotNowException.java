package dev.profilekeep.portal.access;

import org.jspecify.annotations.Nullable;

/** What was asked is possible, but not as things stand. The message says why. */
public final class NotNowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotNowException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
