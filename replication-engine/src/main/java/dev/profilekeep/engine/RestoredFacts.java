package dev.profilekeep.engine;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.inventory.InventoryService;
import dev.profilekeep.restore.Afterwards;

/** Has what the catalog knows of a container brought up to date after a restore. */
record RestoredFacts(InventoryService inventory) implements Afterwards {
    @Override
    public void replaced(long containerId) {
        inventory.lookAgain(containerId);
    }

    @Override
    public void putAside(long containerId, Actor by) {
        inventory.putAside(containerId, by.name());
    }
}
