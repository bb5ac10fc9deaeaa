package dev.profilekeep.engine;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.compact.estate.CompactionService;
import dev.profilekeep.inventory.InventoryService;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.restore.Afterwards;
import dev.profilekeep.restore.Replacements;
import java.time.Clock;

/** Has what the catalog knows of a container brought up to date after a restore. */
record RestoredFacts(InventoryService inventory, Database database, Clock clock) implements Afterwards {
    @Override
    public void replaced(long containerId) {
        CompactionService.replaced(database, containerId);
        inventory.lookAgain(containerId);
    }

    @Override
    public void laidOutAnew(long containerId) {
        inventory.lookAgain(containerId);
    }

    @Override
    public void putBack(long containerId, String purpose) {
        CompactionService.replaced(database, containerId);
        if (Replacements.isPurpose(purpose)) {
            CompactionService.putBack(database, containerId, purpose, clock.instant());
        }
        inventory.lookAgain(containerId);
    }

    @Override
    public void removed(Kept kept) {
        CompactionService.removed(database, kept);
    }

    @Override
    public void putAside(long containerId, Actor by) {
        CompactionService.replaced(database, containerId);
        inventory.putAside(containerId, by.name());
    }
}
