package dev.profilekeep.restore.visit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody looked, or may look, into another's backups, for their owner to read.
 *
 * @param sid of the owner
 * @param deciderName who agreed
 * @param reason the visitor's
 * @param until it holds no longer than that
 * @param endedAt when the visitor said that it is enough; null before
 * @param openings how many backups were opened
 * @param previews how many files were looked at, or asked for their versions
 * @param exports how often files were put where their owner finds them
 * @param downloads how often files went to the visitor's browser
 */
public record Visited(
        long id,
        long containerId,
        String sid,
        String visitorId,
        String visitorName,
        String deciderName,
        String reason,
        Instant beganAt,
        Instant until,
        @Nullable Instant endedAt,
        int openings,
        int previews,
        int exports,
        int downloads) {
    /** Whether the visitor may still look. */
    public boolean isOpen(Instant now) {
        return endedAt == null && now.isBefore(until);
    }
}
