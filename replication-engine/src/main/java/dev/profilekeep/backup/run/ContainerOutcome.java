package dev.profilekeep.backup.run;

/** What became of a container in a backup. */
public sealed interface ContainerOutcome {
    BackupSource source();

    /**
     * It was read.
     *
     * @param bytesRead of its file
     * @param sparedBytes of files that were not read, for nothing says that they changed
     * @param missedChunks that a full reading found otherwise than the backup before has them, although nothing said that they changed
     */
    record Stored(
            BackupSource source,
            boolean asWhole,
            long bytesRead,
            long sparedBytes,
            long missedChunks,
            Written written,
            FoundContent content)
            implements ContainerOutcome {}

    /**
     * What there was to keep.
     *
     * @param liveBytes that are kept of it
     * @param newBytes of these, that changed and that the repository did not have
     * @param storedBytes that the new ones take there, compressed
     */
    record Written(long liveBytes, long newBytes, long storedBytes) {}

    /** It is what it was at the last backup, and stands in this one as it stands there. */
    record Unchanged(BackupSource source, FoundContent content) implements ContainerOutcome {}

    /** Somebody writes to it. It is in no snapshot of this run. */
    record InUse(BackupSource source, String reason) implements ContainerOutcome {}

    /** It cannot be backed up as it is. It is in no snapshot of this run. */
    record Unreadable(BackupSource source, String reason) implements ContainerOutcome {}
}
