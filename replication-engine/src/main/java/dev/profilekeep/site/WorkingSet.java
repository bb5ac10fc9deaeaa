package dev.profilekeep.site;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A set and where its people work.
 *
 * @param siteId where they do: what counts
 * @param configuredSiteId what {@code activeSite} of the configuration says, which counts until a first copy was carried
 * @param since when that was recorded; null if nothing was yet
 * @param by who said so; empty if nothing was recorded
 */
public record WorkingSet(
        String id, String name, String siteId, String configuredSiteId, @Nullable Instant since, String by) {
    /** Whether the configuration names another site than the one that counts. */
    public boolean differs() {
        return !siteId.equals(configuredSiteId);
    }
}
