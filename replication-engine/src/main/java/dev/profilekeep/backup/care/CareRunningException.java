package dev.profilekeep.backup.care;

/** That kind of care is under way; a second one would only be in its way. */
public final class CareRunningException extends Exception {
    private static final long serialVersionUID = 1L;

    public CareRunningException(long runId, String node) {
        super("it is under way (run " + runId + " on " + node + ")");
    }
}
