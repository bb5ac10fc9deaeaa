/** A page to print and hang up: where people find help when their desktop does not open. */
@NullMarked
package dev.profilekeep.portal.poster;

import org.jspecify.annotations.NullMarked;
