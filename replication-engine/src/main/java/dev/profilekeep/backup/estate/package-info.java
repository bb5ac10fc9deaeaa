/**
 * Backups of the whole estate: {@link dev.profilekeep.backup.estate.BackupService} says which containers are due, has them backed up shard by shard, one run at a time over all processes that
 * share a catalog, and keeps what became of each.
 */
@NullMarked
package dev.profilekeep.backup.estate;

import org.jspecify.annotations.NullMarked;
