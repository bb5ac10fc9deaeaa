/**
 * Puts back what a repository holds. The door is {@link dev.profilekeep.restore.Restores}; what somebody may do by role is for the caller to check before.
 *
 * <ul>
 *   <li>{@code plan}, {@code run}: a whole container in its place, or made anew where no file of it is left. A plan only reads, takes seconds to minutes, and names exactly one state by its
 *       basis; the run looks whether it is the same state still, and takes as long as the new files need. A plan is kept as long as somebody reads it, not longer.
 *   <li>{@code kept}, {@code planUndo}, {@code undo}: the way back. It needs the repository only if the disk was used since.
 *   <li>{@code planFirstAid}, {@code firstAid}: every copy is put aside, so that a new one is made; {@code kept} has it, {@code undo} puts it back.
 *   <li>{@code replacements}: files that say the same in another layout, in the place of copies.
 *   <li>{@code beside}: a whole disk somewhere else.
 *   <li>{@code sweepKept}: for a job that runs daily over all locations; the inventory does.
 * </ul>
 *
 * <p>A plan is refused with one of {@link dev.profilekeep.restore.RestoreRefusal.Why}. A run ends as one of {@link dev.profilekeep.restore.RestoreOutcome}: where somebody has the container in use
 * it ends as {@code WaitsForLock} with nothing changed, and the caller tries again, with a new plan, when the lock is gone; {@code Partly} can be repeated. Runs may be called by any thread and
 * block it; {@link dev.profilekeep.restore.RestoreProgress} tells how far they are, and ends them. Single files: {@link dev.profilekeep.restore.files}. docs/restore.md tells all of it to
 * administrators.
 */
@NullMarked
package dev.profilekeep.restore;

import org.jspecify.annotations.NullMarked;
