/** The page of plans and of the run under way. */
@NullMarked
package dev.profilekeep.portal.failover.ui;

import org.jspecify.annotations.NullMarked;
