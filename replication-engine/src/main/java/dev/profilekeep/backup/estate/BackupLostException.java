package dev.profilekeep.backup.estate;

import java.io.IOException;

/** This process was silent for so long that its backup was ended by another one; nothing more of it is recorded. */
public final class BackupLostException extends IOException {
    private static final long serialVersionUID = 1L;

    public BackupLostException(long runId) {
        super("backup run " + runId + " is not under way any more: it was ended, or taken over by another node");
    }
}
