package dev.profilekeep.backup.care;

import java.time.Instant;

/**
 * What came of it for one repository.
 *
 * @param clean whether nothing is wrong
 * @param words a sentence
 * @param amount decisions to forget, problems found, containers restored for a trial, or backups copied
 * @param bytes given back, or read
 * @param part which part of the data was read, from 0
 * @param parts of how many; 0 if none was
 */
public record CareResult(
        long runId,
        String repositoryId,
        Instant ended,
        boolean clean,
        String words,
        long amount,
        long bytes,
        int part,
        int parts) {}
