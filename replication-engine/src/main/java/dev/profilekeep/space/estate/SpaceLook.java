package dev.profilekeep.space.estate;

import dev.profilekeep.space.SpaceUse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a look into a container gave.
 *
 * @param siteId of the copy that was looked into; empty if there is none
 * @param at when it was looked into
 * @param use null unless it was read
 */
public record SpaceLook(State state, String siteId, Instant at, @Nullable SpaceUse use) {
    /** How a look ended. */
    public enum State {
        READ,
        /** No copy of it is known. */
        NO_COPY,
        /** Somebody holds it, or wrote to it meanwhile. */
        IN_USE,
        /** Its content lies in slower storage, and reading it would fetch it back. */
        SLOW_STORAGE,
        /** It is damaged, part of a difference disk, or not one that we read. */
        UNREADABLE
    }

    /** @throws IllegalArgumentException unless what was read is there, and nothing else */
    public SpaceLook {
        if ((state == State.READ) != (use != null)) {
            throw new IllegalArgumentException("use of a look that is " + state + ": " + use);
        }
    }
}
