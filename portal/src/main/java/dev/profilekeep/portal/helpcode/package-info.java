/** Five letters that somebody reads out to the helpdesk, who finds them by it. They find a person; they open nothing. */
@NullMarked
package dev.profilekeep.portal.helpcode;

import org.jspecify.annotations.NullMarked;
