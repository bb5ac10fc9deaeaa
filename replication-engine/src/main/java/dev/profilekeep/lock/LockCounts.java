package dev.profilekeep.lock;

/**
 * What looks have cost since the start.
 *
 * @param looks at containers
 * @param probes exclusive opens of disks: how often we might have been in somebody's way
 * @param remembered looks that took the answer of a probe less than a minute old
 */
public record LockCounts(long looks, long probes, long remembered) {}
