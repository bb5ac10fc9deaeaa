package dev.profilekeep.restore;

import dev.profilekeep.lease.Kept;
import java.time.Instant;
import java.util.List;

/**
 * What one act put aside, and can be put back.
 *
 * @param containerId in the catalog
 * @param purpose of the act, by which its files are told from others
 * @param since when it was done
 * @param files one for each copy
 */
public record Undoable(long containerId, String purpose, Instant since, List<Kept> files) {
    public Undoable {
        files = List.copyOf(files);
    }
}
