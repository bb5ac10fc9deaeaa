package dev.profilekeep.replica.estate;

/**
 * Copies of one set at one location, which one worker compares with those of the active site.
 *
 * @param number counted from 0 within the run
 */
public record VerificationPart(long runId, int number, String locationId, int copies) {}
