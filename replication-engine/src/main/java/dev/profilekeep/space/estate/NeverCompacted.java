package dev.profilekeep.space.estate;

import dev.profilekeep.container.ContainerKind;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container of which much could be given back, and which FSLogix does not make smaller. Sizes in bytes, of the copy at the active
 * site, or of the newest where there is none. Source of the limits and reasons: docs/space.md.
 *
 * @param account the account name in the folder's or the disk's name; empty if neither has one
 * @param siteId of that copy
 * @param reclaimable free clusters that the file stores
 * @param reasons what is known of why; at least one
 * @param observations how often in a row this much could be given back
 * @param since the first of them; null if there was none
 */
public record NeverCompacted(
        long containerId,
        String setId,
        ContainerKind kind,
        String sid,
        String account,
        String baseName,
        String siteId,
        String locationId,
        long fileSize,
        long reclaimable,
        Set<Reason> reasons,
        int observations,
        @Nullable Instant since) {
    /** Why FSLogix does not do it. */
    public enum Reason {
        /** The disk is not a dynamic one. */
        FIXED,
        /** Its partition table is one that the tools behind the compaction cannot handle. */
        MBR,
        /** Its file system asks for a check. */
        DIRTY,
        /** Its log was not emptied: it was never signed out of, or its host died. */
        NOT_CLOSED,
        /** Its person's hosts have an FSLogix from before there was a compaction. */
        OLD_AGENT,
        /** It was signed in to and out of, for at least two weeks, and nothing was done. */
        HAD_CHANCE
    }

    public NeverCompacted {
        reasons = Set.copyOf(reasons);
    }
}
