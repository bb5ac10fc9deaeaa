/**
 * People go to another site. {@link dev.profilekeep.failover.FailoverPlans} keeps plans, {@link
 * dev.profilekeep.failover.FailoverService} carries them out.
 */
@NullMarked
package dev.profilekeep.failover;

import org.jspecify.annotations.NullMarked;
