package dev.profilekeep.backup.snapshot;

import java.time.Instant;
import java.util.UUID;

/**
 * Which snapshot it is.
 *
 * @param id and the name of its file
 * @param made when its writing began, by the storage's clock, in steps of 100 ns
 * @param writer who made it
 * @param host that the writer ran on
 * @param purpose of the writer, for people
 * @param shard name of the part of the estate that it covers
 */
public record SnapshotHead(UUID id, Instant made, UUID writer, String host, String purpose, String shard) {}
