package dev.profilekeep.backup.retention;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What becomes of a snapshot of one container.
 *
 * @param because in the order of {@link Reason}; empty if it goes
 */
public record Fate(RestorePoint point, Set<Reason> because) {
    public Fate {
        because = because.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(because));
    }

    /** Whether nothing keeps it. */
    public boolean goes() {
        return because.isEmpty();
    }
}
