package dev.profilekeep.portal.sids;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose identity provider says no SID.
 *
 * @param sid what an administrator gave them; null while they wait for one
 * @param seenAt when they last came without; null if they never did
 */
public record SidMapping(
        String identityProvider,
        String subject,
        String displayName,
        @Nullable String sid,
        @Nullable Instant seenAt,
        @Nullable String mappedBy,
        @Nullable Instant mappedAt) {}
