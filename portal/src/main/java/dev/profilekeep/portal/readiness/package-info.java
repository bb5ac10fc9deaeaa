/** Whether people could work at another site if theirs is lost now. Door: {@link dev.profilekeep.portal.readiness.ReadyService}. */
@NullMarked
package dev.profilekeep.portal.readiness;

import org.jspecify.annotations.NullMarked;
