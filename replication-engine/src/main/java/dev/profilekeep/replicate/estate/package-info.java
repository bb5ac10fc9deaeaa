/** The run over all copies that ProfileKeep carries to other sites. {@link dev.profilekeep.replicate.estate.ReplicationService} is the door. */
@NullMarked
package dev.profilekeep.replicate.estate;

import org.jspecify.annotations.NullMarked;
