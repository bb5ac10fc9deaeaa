package dev.profilekeep.engine;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.compact.estate.CompactionService;
import dev.profilekeep.inventory.InventoryService;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.restore.Afterwards;

/** Has what the catalog knows of a container brought up to date after a restore. */
record RestoredFacts(InventoryService inventory, Database database) implements Afterwards {
    @Override
    public void replaced(long containerId) {
        inventory.lookAgain(containerId);
    }

    @Override
    public void removed(Kept kept) {
        CompactionService.removed(database, kept);
    }

    @Override
    public void putAside(long containerId, Actor by) {
        inventory.putAside(containerId, by.name());
    }
}
