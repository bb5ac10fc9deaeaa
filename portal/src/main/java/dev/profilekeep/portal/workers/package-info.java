/** Threads for what a page does not wait for. */
@NullMarked
package dev.profilekeep.portal.workers;

import org.jspecify.annotations.NullMarked;
