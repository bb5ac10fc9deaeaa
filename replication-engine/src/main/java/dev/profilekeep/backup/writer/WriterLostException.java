package dev.profilekeep.backup.writer;

import java.io.IOException;

/** A writer does not count any more: what it stored may be gone, so it must not say that it is there. Begin again. */
public final class WriterLostException extends IOException {
    private static final long serialVersionUID = 1L;

    WriterLostException(String message) {
        super(message);
    }
}
