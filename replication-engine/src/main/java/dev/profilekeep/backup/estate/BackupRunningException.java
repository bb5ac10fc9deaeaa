package dev.profilekeep.backup.estate;

/** A backup of the estate is under way; a second one would only be in its way. */
public final class BackupRunningException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long runId;

    public BackupRunningException(long runId, String node) {
        super("a backup is under way (run " + runId + " on " + node + ")");
        this.runId = runId;
    }

    public long runId() {
        return runId;
    }
}
