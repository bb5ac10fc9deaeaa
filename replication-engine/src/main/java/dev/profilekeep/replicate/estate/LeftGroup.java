package dev.profilekeep.replicate.estate;

import dev.profilekeep.replicate.Reason;

/**
 * Copies at one location that were left as they were for one reason.
 *
 * @param copies how many, 1 or more
 */
public record LeftGroup(String locationId, Reason reason, long copies) {}
