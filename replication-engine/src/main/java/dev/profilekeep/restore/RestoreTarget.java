package dev.profilekeep.restore;

import dev.profilekeep.lease.SafeReplacePlan;
import dev.profilekeep.storage.StoragePath;
import java.time.Instant;

/**
 * A copy in whose place a new file is put.
 *
 * @param swap how; made by reading alone
 */
public record RestoreTarget(SafeReplacePlan swap) {
    public String locationId() {
        return swap.locationId();
    }

    public StoragePath path() {
        return swap.target();
    }

    /** When the present file was written last. */
    public Instant lastWritten() {
        return swap.file().lastWritten();
    }

    /** Of the present file. */
    public long bytes() {
        return swap.file().size();
    }
}
