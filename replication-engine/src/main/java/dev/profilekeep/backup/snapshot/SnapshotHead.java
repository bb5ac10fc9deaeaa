package dev.profilekeep.backup.snapshot;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshot it is.
 *
 * @param id and the name of its file
 * @param made when its writing began, by the storage's clock, in steps of 100 ns; of a copy, when that of the original did
 * @param writer who made it
 * @param host that the writer ran on
 * @param purpose of the writer, for people
 * @param shard name of the part of the estate that it covers
 * @param origin null unless it was copied from another repository
 */
public record SnapshotHead(
        UUID id,
        Instant made,
        UUID writer,
        String host,
        String purpose,
        String shard,
        @Nullable SnapshotOrigin origin) {
    /** Of one that was backed up here. */
    public SnapshotHead(UUID id, Instant made, UUID writer, String host, String purpose, String shard) {
        this(id, made, writer, host, purpose, shard, null);
    }
}
