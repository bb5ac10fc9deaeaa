package dev.profilekeep.engine;

import dev.profilekeep.backup.estate.BackedUpContents;
import dev.profilekeep.compact.KnownContent;
import dev.profilekeep.compact.estate.KnownMaps;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.inventory.InventoryService;
import dev.profilekeep.lease.CopySeen;
import dev.profilekeep.storage.StoragePath;
import java.util.List;
import java.util.Optional;

/** What the night's backups found is known to compactions; what that turns out to have missed is a finding of backups. */
record MapsOfBackups(BackedUpContents contents, InventoryService inventory) implements KnownMaps {
    @Override
    public Optional<KnownContent> of(long containerId, String locationId, StoragePath path) {
        return contents.of(containerId, locationId, path)
                .map(found -> new KnownContent.ByMap(
                        new CopySeen(
                                found.size(), found.lastWriteTime(), found.changeTime(), found.fileId(), found.stamp()),
                        ContentMap.Rules.STANDARD,
                        found.root()));
    }

    @Override
    public void differs(long containerId, String locationId) {
        contents.differs(containerId, locationId);
        inventory.judgeAnew(FindingCode.BACKUP_DIFFERS, List.of(containerId));
    }
}
