/**
 * Checks a repository, and repairs what can be repaired. {@link dev.profilekeep.backup.check.RepositoryCheck} and {@link
 * dev.profilekeep.backup.check.RepositoryRepair} are the doors.
 */
@NullMarked
package dev.profilekeep.backup.check;

import org.jspecify.annotations.NullMarked;
