package dev.profilekeep.portal.rest;

import java.io.IOException;

/** A body is longer than what is taken. */
final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
        super(message);
    }
}
