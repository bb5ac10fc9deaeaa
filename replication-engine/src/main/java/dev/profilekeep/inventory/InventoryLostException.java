package dev.profilekeep.inventory;

import java.io.IOException;

/** This process was silent for so long that its inventory was ended by another one; nothing more of it is recorded. */
public final class InventoryLostException extends IOException {
    private static final long serialVersionUID = 1L;

    public InventoryLostException(long runId) {
        super("inventory run " + runId + " is not under way any more: it was ended, or taken over by another node");
    }
}
