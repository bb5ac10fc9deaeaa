/** Plans of going to another site, and the run of one. */
@NullMarked
package dev.profilekeep.portal.failover;

import org.jspecify.annotations.NullMarked;
