package dev.profilekeep.storage;

/**
 * Room of the volume that a location lies on, as this account sees it: with a quota, the quota.
 *
 * @param totalBytes all of it
 * @param freeBytes what may still be written
 */
public record Volume(long totalBytes, long freeBytes) {
    public Volume {
        if (totalBytes < 0 || freeBytes < 0 || freeBytes > totalBytes) {
            throw new IllegalArgumentException("no volume: " + freeBytes + " free of " + totalBytes);
        }
    }
}
