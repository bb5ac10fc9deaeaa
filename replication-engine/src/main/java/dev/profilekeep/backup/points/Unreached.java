package dev.profilekeep.backup.points;

/**
 * A repository that could not be read or written.
 *
 * @param why as a sentence; it may name a place
 */
public record Unreached(String repositoryId, String why) {}
