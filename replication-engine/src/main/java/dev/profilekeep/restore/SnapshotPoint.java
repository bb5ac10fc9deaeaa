package dev.profilekeep.restore;

import java.util.UUID;

/**
 * A container of a snapshot.
 *
 * @param container its place in {@link dev.profilekeep.backup.snapshot.OpenSnapshot#containers()}
 */
public record SnapshotPoint(UUID snapshot, int container) {
    public SnapshotPoint {
        if (container < 0) {
            throw new IllegalArgumentException("no place in a snapshot: " + container);
        }
    }
}
