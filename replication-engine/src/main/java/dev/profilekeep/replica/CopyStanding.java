package dev.profilekeep.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last verdict on one copy, as the catalog keeps it.
 *
 * @param locationId where the copy lies or should lie
 * @param againstLocationId the copy at the active site that it was compared with
 * @param at when the verdict was found
 * @param provedAt when its content was last proved equal to that of the active site's copy; null if never
 * @param agreedUpTo until when everything that the active site wrote is in this copy for sure; null if nothing is proved
 * @param behind how much that is before what the active site's copy was last written; zero if nothing was written since, null if unknown. This is the measured loss (RPO) of this person at this site
 * @param isNewborn a new, empty profile that somebody got here while the other site could not be reached
 * @param sights what it rests on
 */
public record CopyStanding(
        long containerId,
        String locationId,
        String againstLocationId,
        CopyWord word,
        Instant at,
        @Nullable Instant provedAt,
        @Nullable Instant agreedUpTo,
        @Nullable Duration behind,
        boolean isNewborn,
        List<CopySight> sights) {
    public CopyStanding {
        sights = List.copyOf(sights);
    }
}
