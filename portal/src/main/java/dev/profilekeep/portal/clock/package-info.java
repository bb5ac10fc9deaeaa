/** What the portal does by the clock, while it is up. */
@NullMarked
package dev.profilekeep.portal.clock;

import org.jspecify.annotations.NullMarked;
