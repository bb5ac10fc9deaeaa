package dev.profilekeep.backup.snapshot;

import java.time.Instant;

/** What a container was read from. */
public sealed interface SnapshotSource {
    /** The container itself, while nobody used it. */
    record Live() implements SnapshotSource {}

    /**
     * A snapshot that the storage made.
     *
     * @param taken when, by the storage's clock, in steps of 100 ns
     */
    record OfStorage(Instant taken) implements SnapshotSource {}
}
