package dev.profilekeep.readiness;

/** Another look at everybody is under way. */
public final class ReadinessRunningException extends Exception {
    private static final long serialVersionUID = 1L;

    ReadinessRunningException(long runId, String node) {
        super("run " + runId + " is under way on node " + node);
    }
}
