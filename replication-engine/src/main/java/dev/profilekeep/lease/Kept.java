package dev.profilekeep.lease;

import dev.profilekeep.storage.StoragePath;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An old file that a swap left beside the copies, until it is certain that nobody needs it any more.
 *
 * @param target the copy that was swapped
 * @param path of the old file
 * @param since when it was swapped out
 * @param before what the copy was then
 * @param after what was swapped in
 * @param conflict both were written during the swap: a person has to look which one is wanted
 * @param afterData what the disk that was swapped in said of its data ({@link DataMark}); null if it is no VHDX
 */
public record Kept(
        String locationId,
        String txn,
        long containerId,
        StoragePath target,
        StoragePath path,
        Instant since,
        String purpose,
        CopySeen before,
        CopySeen after,
        boolean conflict,
        @Nullable String afterData) {}
