package dev.profilekeep.notify;

import dev.profilekeep.health.Severity;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that is or was wrong.
 *
 * @param severity the worst it has been
 * @param siteId null if it is of no site
 * @param since when it began, as far as its source can tell
 * @param openedAt when it was noticed
 * @param resolvedAt null while it lasts
 */
public record Incident(
        long id,
        IncidentKind kind,
        Severity severity,
        @Nullable String siteId,
        Map<String, String> facts,
        Instant since,
        Instant openedAt,
        Instant seenAt,
        @Nullable Instant resolvedAt) {
    public Incident {
        facts = Map.copyOf(facts);
    }

    public boolean open() {
        return resolvedAt == null;
    }
}
