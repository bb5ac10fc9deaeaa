package dev.profilekeep.backup.estate;

import java.util.Optional;
import java.util.UUID;

/**
 * What became of a container that a person had backed up.
 *
 * @param reason why it is in no snapshot; empty if it is
 * @param snapshot that it is in
 */
public record SingleBackup(long containerId, Outcome outcome, String reason, Optional<UUID> snapshot) {}
