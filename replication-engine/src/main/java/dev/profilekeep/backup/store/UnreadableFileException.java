package dev.profilekeep.backup.store;

import java.io.IOException;

/** A plain file that cannot be used. The message names it. */
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean newer;

    UnreadableFileException(String message, boolean newer) {
        super(message);
        this.newer = newer;
    }

    /** Whether a newer program wrote it; else it is damaged. */
    public boolean isNewer() {
        return newer;
    }
}
