package dev.profilekeep.backup.copy;

import java.io.IOException;

/** What is to be copied cannot be read, or is not what was written; the storage is not to blame. */
final class DamagedSourceException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedSourceException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
