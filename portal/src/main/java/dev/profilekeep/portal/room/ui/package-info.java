/** What takes the room of a profile, and what its disk looked like before and after it was made smaller. */
@NullMarked
package dev.profilekeep.portal.room.ui;

import org.jspecify.annotations.NullMarked;
