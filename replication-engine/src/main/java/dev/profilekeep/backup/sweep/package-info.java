/**
 * Removes from a repository what no snapshot needs, beside backups, in steps each of which may be the last. {@link
 * dev.profilekeep.backup.sweep.PrunePlanner} only looks, {@link dev.profilekeep.backup.sweep.PruneRun} acts, {@link
 * dev.profilekeep.backup.sweep.Trash} puts back.
 */
@NullMarked
package dev.profilekeep.backup.sweep;

import org.jspecify.annotations.NullMarked;
