package dev.profilekeep.engine;

import dev.profilekeep.backup.estate.BackedUpContents;
import dev.profilekeep.inventory.InventoryService;
import dev.profilekeep.replica.estate.CopyFindings;
import dev.profilekeep.replica.estate.VerificationService;
import dev.profilekeep.session.CatalogSessions;

/** The part of an engine that compares copies. */
record VerificationParts(VerificationService verification) {
    static VerificationParts of(
            Ground ground, Locations locations, CatalogSessions sessions, InventoryService inventory) {
        return new VerificationParts(new VerificationService(
                ground.config(),
                ground.database(),
                new BackedUpContents(ground.database(), ground.clock()),
                locations::storage,
                (sid, account) -> !sessions.sessionsOf(sid, account).isEmpty(),
                judged -> inventory.judgeAnew(CopyFindings.ANY, judged),
                BackupParts.slices(ground.config()),
                ground.clock(),
                ground.node()));
    }
}
