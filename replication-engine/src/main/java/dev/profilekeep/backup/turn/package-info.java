/** Whose turn it is: work for the estate's backups that is done by one process at a time. {@link dev.profilekeep.backup.turn.Turn} is the door. */
@NullMarked
package dev.profilekeep.backup.turn;

import org.jspecify.annotations.NullMarked;
