package dev.profilekeep.notify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way, as administrators may see it: without its text.
 *
 * @param channelId empty for a message to a person
 * @param attempts tries so far
 * @param nextAt when it is tried next; of no meaning once it is sent or given up
 * @param problem why the last try failed; empty if none did
 */
public record Outgoing(
        long id,
        String channelId,
        String subject,
        Instant madeAt,
        Instant nextAt,
        int attempts,
        @Nullable Instant sentAt,
        @Nullable Instant givenUpAt,
        String problem) {}
