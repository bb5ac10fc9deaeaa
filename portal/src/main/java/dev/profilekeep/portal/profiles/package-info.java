/** Profiles: which containers there are and what is in each. */
@NullMarked
package dev.profilekeep.portal.profiles;

import org.jspecify.annotations.NullMarked;
