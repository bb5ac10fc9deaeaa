package dev.profilekeep.restore;

import dev.profilekeep.backup.repo.Repository;

/**
 * What is restored.
 *
 * @param repository stays the caller's to close
 */
public record RestoreSource(Repository repository, SnapshotPoint point) {}
