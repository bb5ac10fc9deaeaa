package dev.profilekeep.catalog;

import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One container as a list shows it. Sizes in bytes, of the copy at the active site, or of the newest where there is none.
 *
 * @param account the account name in the folder's or the disk's name; empty if neither has one
 * @param sites ids of the sites that have a copy, the active one first
 * @param locked somebody holds a copy, or a lock file lies beside one
 * @param lastWritten when the newest copy was written last; null if never seen
 * @param lastSeen when the inventory last looked at it
 */
public record ContainerRow(
        long id,
        String setId,
        ContainerKind kind,
        String sid,
        String account,
        String baseName,
        ContainerState state,
        List<FindingCode> findings,
        List<String> sites,
        boolean locked,
        @Nullable Long virtualSize,
        @Nullable Long fileSize,
        @Nullable Long used,
        @Nullable Long free,
        @Nullable Long reclaimable,
        @Nullable Instant lastWritten,
        @Nullable Instant lastSeen) {

    public ContainerRow {
        findings = List.copyOf(findings);
        sites = List.copyOf(sites);
    }
}
