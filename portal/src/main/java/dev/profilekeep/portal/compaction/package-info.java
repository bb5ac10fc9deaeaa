/** Disks that are made smaller, as people see it: what was freed, what could be and is not, and why. */
@NullMarked
package dev.profilekeep.portal.compaction;

import org.jspecify.annotations.NullMarked;
