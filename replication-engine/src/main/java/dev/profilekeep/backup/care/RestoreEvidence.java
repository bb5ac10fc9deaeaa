package dev.profilekeep.backup.care;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * What was seen when a container was restored for a trial.
 *
 * @param sizeClass SMALL, MEDIUM or LARGE among those that are backed up
 * @param made when its snapshot was
 * @param words a sentence
 * @param digest of what the disk says, as the snapshot has it
 * @param digestRestored the same, read from the restored container; empty if it could not be restored
 * @param fileBytes of the container when it was backed up
 */
public record RestoreEvidence(
        String repositoryId,
        String containerKey,
        String baseName,
        String sizeClass,
        UUID snapshot,
        Instant made,
        Instant tested,
        boolean passed,
        String words,
        String digest,
        String digestRestored,
        long fileBytes,
        Duration restore,
        Duration check) {}
