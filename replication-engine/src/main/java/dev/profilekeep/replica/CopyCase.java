package dev.profilekeep.replica;

import dev.profilekeep.config.SetConfig.Replication;
import dev.profilekeep.content.Sha256;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of two copies of a container.
 *
 * @param active the copy at the site where people work
 * @param further the one to be judged
 * @param last null if they never agreed as far as is known
 * @param earlierRoots what the active copy is known to have said, with the last moment at which it did
 * @param sessionAtActive somebody is signed in with the active copy, as far as hosts, brokers and lock files tell
 */
public record CopyCase(
        Replication replication,
        SeenCopy active,
        SeenCopy further,
        @Nullable Agreement last,
        Map<Sha256, Instant> earlierRoots,
        boolean sessionAtActive) {
    public CopyCase {
        earlierRoots = Map.copyOf(earlierRoots);
    }
}
