/** The audit trail, for those who look after it. */
@NullMarked
package dev.profilekeep.portal.audit;

import org.jspecify.annotations.NullMarked;
