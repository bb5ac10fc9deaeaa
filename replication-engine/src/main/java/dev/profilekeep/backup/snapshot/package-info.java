/**
 * Snapshots: what a shard of a night found of its containers, each with the head of its content map. {@link
 * dev.profilekeep.backup.snapshot.Snapshots} is the door. docs/formats/repository.md has the bytes.
 */
@NullMarked
package dev.profilekeep.backup.snapshot;

import org.jspecify.annotations.NullMarked;
