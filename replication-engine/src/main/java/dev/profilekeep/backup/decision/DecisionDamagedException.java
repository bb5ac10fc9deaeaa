package dev.profilekeep.backup.decision;

import java.io.IOException;

/** A decision that is not what it should be, or decisions that cannot be read where all have to be known; a sentence. */
public final class DecisionDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    public DecisionDamagedException(String message) {
        super(message);
    }
}
