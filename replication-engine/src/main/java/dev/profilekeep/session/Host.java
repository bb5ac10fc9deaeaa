package dev.profilekeep.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session host. Texts that nobody told are empty.
 *
 * @param name without domain, in the letters it was told in
 * @param pool the host pool or delivery group
 * @param lastBoot when it was last started, as far as anybody told; by our clock
 * @param agentVersion of the broker's agent
 * @param fslogixVersion of FSLogix
 * @param clockSkew how far its clock is ahead of ours (negative: behind), when it last reported; the time a report took on its
 *     way makes it seem behind
 * @param seenAt when anything was last told of it
 * @param source who told that
 */
public record Host(
        String name,
        String pool,
        @Nullable Instant lastBoot,
        String agentVersion,
        String fslogixVersion,
        @Nullable Duration clockSkew,
        Instant seenAt,
        Source source) {}
