/** Makes the disks of the estate smaller, at night: which are worth it, a few of each kind first, what came of it. {@link dev.profilekeep.compact.estate.CompactionService} is its door. */
@NullMarked
package dev.profilekeep.compact.estate;

import org.jspecify.annotations.NullMarked;
