package dev.profilekeep.backup.sweep;

import java.util.Set;
import java.util.UUID;

/**
 * What a prune would do.
 *
 * @param snapshots whose containers are all forgotten
 * @param unneeded packs of which nothing is needed, or that no index lists
 * @param sparse packs of which little is needed: that is copied, and they go
 * @param absent packs that an index lists and that are not there, of which nothing is needed: the indexes forget them
 * @param copiedBytes how much that is
 * @param freedBytes what all of it frees on the storage, when the trash is emptied
 * @param keptBytes of packs that stay as they are
 */
public record PruneEstimate(
        Set<UUID> snapshots,
        Set<UUID> unneeded,
        Set<UUID> sparse,
        Set<UUID> absent,
        long copiedBytes,
        long freedBytes,
        long keptBytes) {
    public PruneEstimate {
        snapshots = Set.copyOf(snapshots);
        unneeded = Set.copyOf(unneeded);
        sparse = Set.copyOf(sparse);
        absent = Set.copyOf(absent);
    }

    /** Whether no pack goes, and the indexes need not forget any. */
    public boolean isEmpty() {
        return unneeded.isEmpty() && sparse.isEmpty() && absent.isEmpty();
    }
}
