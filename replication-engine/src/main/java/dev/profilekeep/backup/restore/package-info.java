/** Gives back what snapshots hold: {@link dev.profilekeep.backup.restore.SnapshotDisk} is a container of one, to be read or made anew. */
@NullMarked
package dev.profilekeep.backup.restore;

import org.jspecify.annotations.NullMarked;
