/**
 * Backs containers up: {@link dev.profilekeep.backup.run.BackupRun} reads what changed of a shard of them and publishes one snapshot;
 * {@link dev.profilekeep.backup.run.EarlierBackups} knows what was backed up before, {@link dev.profilekeep.backup.run.ContainerEnvelope} what stands around a
 * disk.
 */
@NullMarked
package dev.profilekeep.backup.run;

import org.jspecify.annotations.NullMarked;
