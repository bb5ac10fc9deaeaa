package dev.profilekeep.replica.estate;

/** Another run compares copies. */
public final class VerificationRunningException extends Exception {
    private static final long serialVersionUID = 1L;
    private final long runId;

    VerificationRunningException(long runId, String node) {
        super("verification run " + runId + " is under way on " + node);
        this.runId = runId;
    }

    public long runId() {
        return runId;
    }
}
