package dev.profilekeep.failover;

import java.time.Instant;

/**
 * A plan as it stood from a change on. Never changed itself.
 *
 * @param version counted from 1
 * @param reason of that change
 */
public record PlanVersion(int version, Plan plan, String byId, String byName, Instant at, String reason) {}
