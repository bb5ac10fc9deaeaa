package dev.profilekeep.replicate.estate;

/** Another run carries copies. */
public final class ReplicationRunningException extends Exception {
    private static final long serialVersionUID = 1L;

    ReplicationRunningException(long runId, String node) {
        super("replication run " + runId + " is under way on " + node);
    }
}
