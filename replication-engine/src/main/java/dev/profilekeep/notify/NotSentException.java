package dev.profilekeep.notify;

import org.jspecify.annotations.Nullable;

/** A message could not be handed over. The message says why, without secrets. */
final class NotSentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean forGood;

    /** @param forGood trying again would change nothing */
    NotSentException(String message, boolean forGood, @Nullable Throwable cause) {
        super(message, cause);
        this.forGood = forGood;
    }

    boolean forGood() {
        return forGood;
    }
}
