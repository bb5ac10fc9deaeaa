package dev.profilekeep.catalog;

/**
 * Sums over the containers that a filter lets through. Bytes count every copy once.
 *
 * @param unread containers among them of which at least one copy could not be read, or was never looked at
 */
public record ContainerTotals(
        long containers, long copies, long fileBytes, long usedBytes, long reclaimableBytes, long unread) {}
