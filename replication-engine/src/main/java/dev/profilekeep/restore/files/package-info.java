/**
 * Files and folders from inside a snapshot. {@link dev.profilekeep.restore.files.SnapshotFiles} opens one container of a snapshot and lists, searches and reads; {@link
 * dev.profilekeep.restore.files.FileExport} takes a choice of it out, as a ZIP or into a folder of its own; {@link dev.profilekeep.restore.files.FileVersions} tells which earlier
 * contents of one file there are; {@link dev.profilekeep.restore.files.ContainerPoints} which snapshots have a container, without a catalog ({@link dev.profilekeep.backup.points.RestorePoints} has them with one). Whose files somebody may see is for the caller to check before.
 *
 * <p>Nothing is ever followed out of the disk: links are told, and passed over. Names that Windows would not bear, or that lead elsewhere, are made safe.
 */
@NullMarked
package dev.profilekeep.restore.files;

import org.jspecify.annotations.NullMarked;
