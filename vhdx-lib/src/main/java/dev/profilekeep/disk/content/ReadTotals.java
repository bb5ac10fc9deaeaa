package dev.profilekeep.disk.content;

/**
 * What reading came to.
 *
 * @param chunks that have content
 * @param chunkBytes bytes of those
 * @param zeroBytes bytes that count and are zeros
 * @param skippedBytes bytes that were not wanted
 * @param bytesRead asked of the disk, with short gaps between chunks; what the container does not store only beside something
 *     that it stores
 */
public record ReadTotals(long chunks, long chunkBytes, long zeroBytes, long skippedBytes, long bytesRead) {}
