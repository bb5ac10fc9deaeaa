/** Plans by which people go to another site, and what is wrong with them. The door is {@link dev.profilekeep.failover.FailoverPlans}. */
@NullMarked
package dev.profilekeep.failover;

import org.jspecify.annotations.NullMarked;
