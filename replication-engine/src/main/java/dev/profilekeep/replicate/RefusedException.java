package dev.profilekeep.replicate;

import java.io.IOException;

/** Ends the work at one copy, which stays what it is. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    RefusedException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
