/** Pages outside the application's frame, for whatever is told before or without it. */
@NullMarked
package dev.profilekeep.portal.page;

import org.jspecify.annotations.NullMarked;
