package dev.profilekeep.findings;

import java.time.Instant;

/**
 * Somebody knows of a finding and lives with it for a time. It ends by itself, and does not hold for a worse severity.
 *
 * @param byId who, as the sign-in knows them
 * @param byName for people
 */
public record Acceptance(String byId, String byName, Instant at, Instant until, String reason) {}
