/** What a prune says before it acts. {@link dev.profilekeep.backup.prune.PrunePlans} is the door. */
@NullMarked
package dev.profilekeep.backup.prune;

import org.jspecify.annotations.NullMarked;
