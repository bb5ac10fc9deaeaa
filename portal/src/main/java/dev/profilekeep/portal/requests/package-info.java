/** Restores that people ask for, and who says yes to them. */
@NullMarked
package dev.profilekeep.portal.requests;

import org.jspecify.annotations.NullMarked;
