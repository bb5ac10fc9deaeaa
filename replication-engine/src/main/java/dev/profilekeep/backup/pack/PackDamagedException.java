package dev.profilekeep.backup.pack;

import java.io.IOException;

/** Something in a pack that was written with the right key, and is not what it should be. */
public final class PackDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    PackDamagedException(String message) {
        super(message);
    }
}
