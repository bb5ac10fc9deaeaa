package dev.profilekeep.replicate.estate;

import dev.profilekeep.replicate.Reason;
import dev.profilekeep.replicate.ReplicationOutcome.Word;

/**
 * A copy that a run did not bring up to date.
 *
 * @param name of whom it is
 * @param word {@link Word#LEFT} or {@link Word#FAILED}
 * @param sentence why, for people
 */
public record LeftCopy(
        long containerId, String name, String setId, String locationId, Word word, Reason reason, String sentence) {}
