package dev.profilekeep.replicate.estate;

/**
 * Copies at one location that are carried one after another.
 *
 * @param number of the part within its run, from 0
 */
public record ReplicationPart(long runId, int number, String locationId, int copies) {}
