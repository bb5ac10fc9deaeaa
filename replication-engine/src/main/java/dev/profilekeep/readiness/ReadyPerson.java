package dev.profilekeep.readiness;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last verdict on one person at one site.
 *
 * @param activeSite where people of the set work
 * @param siteId where they would work
 * @param containerId one of their profiles
 * @param account as the folder or the disk is named; empty if neither tells
 * @param sid empty if nobody knows
 * @param reason what decided it, a word of {@link Fact}; empty if ready
 * @param loss what would be lost of their work; null if nobody knows
 * @param oneCopy there is one copy alone, at whatever site
 * @param asOf when the oldest of what it rests on was seen; null if some of it never was
 * @param checks what it rests on
 */
public record ReadyPerson(
        String setId,
        String activeSite,
        String siteId,
        long containerId,
        String account,
        String sid,
        ReadyWord word,
        String reason,
        @Nullable Duration loss,
        boolean oneCopy,
        boolean diverged,
        Instant judgedAt,
        @Nullable Instant asOf,
        List<Check> checks) {
    public ReadyPerson {
        checks = List.copyOf(checks);
    }
}
