package dev.profilekeep.backup.index;

import java.io.IOException;

/** A file of the repository was written as an index by somebody who has the key, and is none. It can be made anew from the packs. */
public final class IndexDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    IndexDamagedException(String message) {
        super(message);
    }
}
