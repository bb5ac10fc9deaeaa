package dev.profilekeep.portal.sids;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose identity provider says no SID.
 *
 * @param sid what an administrator gave them; null while they wait for one
 * @param seenAt when they last came without; null if they never did
 * @param confirmedBy the other administrator who confirmed it; null while nobody did
 */
public record SidMapping(
        String identityProvider,
        String subject,
        String displayName,
        @Nullable String sid,
        @Nullable Instant seenAt,
        @Nullable String mappedBy,
        @Nullable Instant mappedAt,
        @Nullable String confirmedBy,
        @Nullable Instant confirmedAt) {
    /** Whether another administrator than the one who gave it said so too. */
    boolean confirmed() {
        return confirmedAt != null;
    }

    /** Whether a SID stands that nobody confirmed. */
    public boolean unconfirmed() {
        return sid != null && confirmedAt == null;
    }
}
