package dev.profilekeep.compact.estate;

import java.time.Instant;

/**
 * A disk that went first for others of its kind and was found damaged after its person had signed in: none of these follows.
 *
 * @param agentVersion of FSLogix on the host that used it last; empty if nobody told
 * @param path of the file in its location
 * @param at when it was found
 * @param sentence what was found
 */
public record DamagedCanary(
        String setId,
        String agentVersion,
        long containerId,
        String locationId,
        String path,
        Instant at,
        String sentence) {}
