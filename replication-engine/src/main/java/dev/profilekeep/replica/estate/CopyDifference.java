package dev.profilekeep.replica.estate;

import dev.profilekeep.content.DiskDifference;

/**
 * In what a further copy differs from the one at the active site. The names in it are a person's own.
 *
 * @param activeId where the active copy lies: the first of the difference
 * @param locationId where the other one lies
 */
public record CopyDifference(String activeId, String locationId, DiskDifference difference) {}
