package dev.profilekeep.backup.decision;

import java.io.IOException;

/** A decision that was written with the right key, and is not what it should be. */
public final class DecisionDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DecisionDamagedException(String message) {
        super(message);
    }
}
