/**
 * Copies snapshots into a second repository, with a key of its own: {@link dev.profilekeep.backup.copy.CopyPlanner} finds what that lacks, {@link
 * dev.profilekeep.backup.copy.CopyRun} copies it and can be killed and run again.
 */
@NullMarked
package dev.profilekeep.backup.copy;

import org.jspecify.annotations.NullMarked;
