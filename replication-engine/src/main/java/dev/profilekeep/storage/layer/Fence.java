package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;

/**
 * Makes a location unreachable for whoever goes through it, and reachable again: the loss of a site that a drill rehearses where the real server has to stay up for others. Safe for
 * several threads; what begins after {@link #close} fails, what was under way comes to its end.
 */
public final class Fence {
    private final String location;
    private volatile String why = "";

    /** @param location its name, for messages */
    public Fence(String location) {
        this.location = location;
    }

    /** @param reason ends the sentence "cannot be reached: " in messages; not blank */
    public void close(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a fence is closed for a reason, not for '" + reason + "'");
        }
        why = reason;
    }

    public void open() {
        why = "";
    }

    public boolean isClosed() {
        return !why.isEmpty();
    }

    /** @throws StorageException.Unreachable if it is closed */
    void pass(String verb, StoragePath path) throws StorageException {
        String reason = why;
        if (!reason.isEmpty()) {
            throw new StorageException.Unreachable(
                    verb + " " + path + ": location '" + location + "' cannot be reached: " + reason, null);
        }
    }
}
