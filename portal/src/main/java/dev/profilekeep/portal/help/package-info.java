/** Help a user: what is wrong with this caller, and what to do now. */
@NullMarked
package dev.profilekeep.portal.help;

import org.jspecify.annotations.NullMarked;
