package dev.profilekeep.inventory;

import dev.profilekeep.storage.StorageException;
import java.io.IOException;

/** Brings to an end what was cut off at a location, before it is listed. */
@FunctionalInterface
public interface Settling {
    /** There is never anything. */
    Settling NOTHING = location -> {};

    /** @throws StorageException.Unreachable if its server does not answer; it is not listed, then */
    void settle(String locationId) throws IOException;
}
