package dev.profilekeep.backup.prune;

import java.io.IOException;

/** A plan that was written with the right key, and is not what it should be. */
public final class PruneDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    PruneDamagedException(String message) {
        super(message);
    }
}
