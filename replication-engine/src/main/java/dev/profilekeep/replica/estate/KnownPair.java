package dev.profilekeep.replica.estate;

import dev.profilekeep.replica.Agreement;
import org.jspecify.annotations.Nullable;

/**
 * Two copies of a container by their paths: the one that people work with and a further one.
 *
 * @param last what they agreed on last; null if they never did
 */
record KnownPair(
        long containerId,
        String setId,
        String activeId,
        String activePath,
        String locationId,
        String path,
        @Nullable Agreement last) {}
