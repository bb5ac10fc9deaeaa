package dev.profilekeep.backup.check;

import dev.profilekeep.container.ContainerIdentity;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A container that misses something, and in which of its snapshots.
 *
 * @param snapshots by when they were made
 */
public record Affected(ContainerIdentity container, SortedMap<Instant, UUID> snapshots) {
    public Affected {
        snapshots = Collections.unmodifiableSortedMap(new TreeMap<>((Map<Instant, UUID>) snapshots));
    }
}
