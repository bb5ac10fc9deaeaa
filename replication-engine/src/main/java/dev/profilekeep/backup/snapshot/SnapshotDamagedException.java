package dev.profilekeep.backup.snapshot;

import java.io.IOException;

/** A snapshot that was written with the right key, and is not what it should be. */
public final class SnapshotDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    public SnapshotDamagedException(String message) {
        super(message);
    }
}
