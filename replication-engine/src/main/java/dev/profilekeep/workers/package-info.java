/** Threads for work at locations. */
@NullMarked
package dev.profilekeep.workers;

import org.jspecify.annotations.NullMarked;
