package dev.profilekeep.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A copy as far as it is compared with the others of its container. Sizes in bytes, -1 where not known; times as FILETIME.
 *
 * @param current it was listed and its disk is known as it is now
 * @param busy somebody has it open, or a lock file lies beside it
 * @param behindSince see {@link Behind}; null if it keeps up
 */
public record CopyOfSet(
        String locationId,
        String siteId,
        long written,
        long virtualSize,
        long used,
        boolean current,
        boolean busy,
        @Nullable Instant behindSince) {}
