package dev.profilekeep.restore;

import dev.profilekeep.restore.RestoreRefusal.Why;
import java.io.IOException;

/** A new file could not be made, or is not what it should be: nothing was changed. */
final class NotMadeException extends IOException {
    private static final long serialVersionUID = 1L;
    private final Why why;

    NotMadeException(Why why, IOException cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.why = why;
    }

    RestoreRefusal refusal() {
        return new RestoreRefusal(why, String.valueOf(getMessage()));
    }
}
