package dev.profilekeep.backup.estate;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of a container at its last backup, and before.
 *
 * @param outcome of the last try
 * @param reason of that outcome, for people; empty if it was backed up
 * @param success when it was last put into a snapshot
 * @param whole when it was last read as a whole for one
 * @param inUseSince since when somebody wrote to it at every try
 * @param missed changes, at least, that its last full reading found and the short way had missed
 */
public record BackupState(
        String containerKey,
        String repositoryId,
        Instant tried,
        Outcome outcome,
        String reason,
        Optional<Instant> success,
        Optional<Instant> whole,
        Optional<Instant> inUseSince,
        long missed) {}
