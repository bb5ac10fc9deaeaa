/**
 * What people and policies decided about snapshots, which are never changed themselves: files of their own. {@link
 * dev.profilekeep.backup.decision.Decisions} is the door, {@link dev.profilekeep.backup.decision.Standing} what follows from all of them.
 */
@NullMarked
package dev.profilekeep.backup.decision;

import org.jspecify.annotations.NullMarked;
