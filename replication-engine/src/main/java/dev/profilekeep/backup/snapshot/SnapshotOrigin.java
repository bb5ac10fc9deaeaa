package dev.profilekeep.backup.snapshot;

import java.time.Instant;
import java.util.UUID;

/**
 * Where a snapshot was copied from: the one that was backed up, though it went through several repositories.
 *
 * @param repository its id
 * @param snapshot its id there
 * @param copied when that was written here, by the storage's clock, in steps of 100 ns
 */
public record SnapshotOrigin(UUID repository, UUID snapshot, Instant copied) {}
