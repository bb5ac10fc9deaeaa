package dev.profilekeep.compact.estate;

/**
 * The containers of a run whose first copy lies at one location.
 *
 * @param number among the parts of the run, from 0
 * @param containers that the run knows of there, with those that the catalog ruled out
 */
public record CompactionPart(long runId, int number, String locationId, int containers) {}
