package dev.profilekeep.findings;

import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.FindingKind;
import dev.profilekeep.health.Severity;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A finding with its history.
 *
 * @param container what it is about; null for a finding of a location or a repository
 * @param siteId where it was seen; for a container as a whole the active site of its set
 * @param locationId null if it is about the container as a whole, or a repository
 * @param repositoryId null if it is not about a repository
 * @param firstSeen since when it is there without a break
 * @param lastSeen when it was judged last and still there
 * @param resolvedAt null as long as it is there
 * @param acceptance null if nobody accepted it, or that has ended
 */
public record FindingRow(
        long id,
        @Nullable About container,
        String siteId,
        @Nullable String locationId,
        @Nullable String repositoryId,
        FindingKind code,
        Severity severity,
        Map<String, String> facts,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Instant resolvedAt,
        @Nullable Acceptance acceptance) {
    /** The container that a finding is about. */
    public record About(long id, String setId, ContainerKind kind, String sid, String account, String baseName) {}

    public FindingRow {
        facts = Map.copyOf(facts);
    }
}
