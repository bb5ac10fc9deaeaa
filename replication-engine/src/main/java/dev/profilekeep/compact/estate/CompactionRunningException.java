package dev.profilekeep.compact.estate;

/** A run of compactions is under way; a second one would only be in its way. */
public final class CompactionRunningException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long runId;

    CompactionRunningException(long runId, String node) {
        super("disks are being made smaller already (run " + runId + " on " + node + ")");
        this.runId = runId;
    }

    public long runId() {
        return runId;
    }
}
