package dev.profilekeep.inventory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One inventory, running or ended.
 *
 * @param startedBy a person's name, or "schedule"
 * @param phase what it is doing
 * @param total containers to look at (files, each location's counted for itself); 0 while listing
 * @param done of these
 * @param fresh seen for the first time
 * @param changed opened because something moved since the last time
 * @param unchanged not opened again beyond the headers
 * @param inUse held by somebody; kept as known before
 * @param unreadable could not be read; see the list of unread
 * @param gone were there the last time and are not now
 * @param bytesRead from storage, listings not counted
 * @param doing what is looked at just now, for people; empty when ended
 */
public record InventoryRun(
        long id,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        Phase phase,
        List<String> locations,
        long total,
        long done,
        long fresh,
        long changed,
        long unchanged,
        long inUse,
        long unreadable,
        long gone,
        long bytesRead,
        String doing) {

    /** The steps of an inventory, in their order, and how it can end. */
    public enum Phase {
        LISTING,
        READING,
        CONCLUDING,
        DONE,
        /** Some shards failed; can be started again and goes on where it was. */
        FAILED,
        STOPPED
    }

    public InventoryRun {
        locations = List.copyOf(locations);
    }
}
