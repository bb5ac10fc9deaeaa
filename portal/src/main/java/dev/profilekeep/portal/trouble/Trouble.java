package dev.profilekeep.portal.trouble;

import dev.profilekeep.notify.IncidentKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something at large that concerns whoever asks.
 *
 * @param siteId empty if it is of no site
 * @param site its name
 * @param what the location's or the session host's name; empty for a whole site
 * @param helps whether the asker is one who helps others: they are told how many people it concerns
 * @param people how many people it concerns, as far as the asker may see them; 0 for who does not help
 * @param cutOff since when its site is declared failed over and cut off; null if it is not, or the asker does not help
 */
public record Trouble(
        IncidentKind kind,
        String siteId,
        String site,
        String what,
        Instant since,
        boolean helps,
        long people,
        @Nullable Instant cutOff) {}
