/**
 * What snapshots need of a repository, without holding it in memory: ids are gone through in batches beside all indexes at once. {@link
 * dev.profilekeep.backup.live.MergedIndex}, {@link dev.profilekeep.backup.live.NeededIds} and {@link
 * dev.profilekeep.backup.live.SnapshotMaps} are for whoever checks or prunes.
 */
@NullMarked
package dev.profilekeep.backup.live;

import org.jspecify.annotations.NullMarked;
