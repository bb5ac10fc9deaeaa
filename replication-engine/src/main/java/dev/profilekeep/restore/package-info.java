/**
 * Puts back what a repository holds. The door is {@link dev.profilekeep.restore.Restores}: a whole container in its place, as a plan that only reads and a run that checks its
 * basis again; the way back from that; and which replaced files are kept, for how long. What somebody may do by role is for the caller to check before.
 *
 * <p>A plan is refused with one of {@link dev.profilekeep.restore.RestoreRefusal.Why}. A run ends as one of {@link dev.profilekeep.restore.RestoreOutcome}: where somebody has
 * the container in use it ends as {@code WaitsForLock} with nothing changed, and the caller tries again, with a new plan, when the lock is gone. docs/restore.md tells it to administrators.
 */
@NullMarked
package dev.profilekeep.restore;

import org.jspecify.annotations.NullMarked;
