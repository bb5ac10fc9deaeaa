package dev.profilekeep.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The locks that one machine holds.
 *
 * @param host as its source wrote it; empty for those whose holder is not known
 * @param lastBoot when it was last started; null if nobody told
 * @param first when the oldest of the locks began; null if that is not known
 */
public record LockGroup(
        String host,
        @Nullable Instant lastBoot,
        @Nullable Instant first,
        long locked,
        long live,
        long stale,
        long unproved) {

    /** Whether it was started after the oldest of its locks began: as if it had crashed. */
    public boolean restarted() {
        return lastBoot != null && first != null && lastBoot.isAfter(first);
    }
}
