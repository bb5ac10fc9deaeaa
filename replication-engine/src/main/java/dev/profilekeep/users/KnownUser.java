package dev.profilekeep.users;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user as a directory tells of them.
 *
 * @param enabled null where it does not say
 * @param deletedAt when the user was deleted; null for one who is there
 * @param source which list says so
 * @param toldAt of when that list is
 */
public record KnownUser(
        String sid,
        String account,
        @Nullable Boolean enabled,
        @Nullable Instant lastLogon,
        @Nullable Instant deletedAt,
        String source,
        Instant toldAt) {}
