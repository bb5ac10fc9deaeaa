/**
 * Which snapshots of a container stay, and by which rule. {@link dev.profilekeep.backup.retention.RetentionPlanner} is the door; it decides nothing
 * by itself: what goes is said in a decision that takes effect after a delay.
 */
@NullMarked
package dev.profilekeep.backup.retention;

import org.jspecify.annotations.NullMarked;
