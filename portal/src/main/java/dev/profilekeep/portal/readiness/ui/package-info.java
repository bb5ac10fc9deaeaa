/** Who could work at another site if theirs is lost now. */
@NullMarked
package dev.profilekeep.portal.readiness.ui;

import org.jspecify.annotations.NullMarked;
