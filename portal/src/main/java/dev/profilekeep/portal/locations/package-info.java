/** Locations: where containers lie and what may be written there. */
@NullMarked
package dev.profilekeep.portal.locations;

import org.jspecify.annotations.NullMarked;
