package dev.profilekeep.inventory;

/** An inventory is under way; a second one would only be in its way. */
public final class InventoryRunningException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long runId;

    public InventoryRunningException(long runId, String node) {
        super("an inventory is under way (run " + runId + " on " + node + ")");
        this.runId = runId;
    }

    public long runId() {
        return runId;
    }
}
