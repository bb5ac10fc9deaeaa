/**
 * Makes a container smaller by content: a new one beside the old has only the blocks in which something counts. {@link
 * dev.profilekeep.disk.compact.CompactionPlanner} says what would come of it and what stands against it, from metadata alone;
 * {@link dev.profilekeep.disk.compact.RepackTarget} is the new container, which is filled in any order. Nothing here changes a
 * container in place.
 */
@NullMarked
package dev.profilekeep.disk.compact;

import org.jspecify.annotations.NullMarked;
