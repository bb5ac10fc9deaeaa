package dev.profilekeep.lease;

import dev.profilekeep.storage.Initiator;
import java.time.Instant;

/**
 * Who of us holds a container.
 *
 * @param actor id of who asked for it
 * @param alive false if that node is dead, or lost touch with a server while it held the container: the file may stay open
 *     at the server until the next lease ends that session
 */
public record LeaseHolder(
        long containerId,
        String node,
        String purpose,
        Initiator initiator,
        String actor,
        Instant since,
        boolean alive) {}
