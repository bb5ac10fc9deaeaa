package dev.profilekeep.backup.retention;

import java.time.Instant;
import java.util.UUID;

/**
 * A snapshot of one container.
 *
 * @param moment of what it holds
 */
public record RestorePoint(UUID snapshot, Instant moment) {}
