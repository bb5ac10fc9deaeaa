package dev.profilekeep.backup.run;

import dev.profilekeep.disk.Progress;

/** Is told how far a backup is. */
public interface BackupProgress {
    BackupProgress NONE = source -> Progress.NONE;

    /** A container begins; the bytes of it are told to what is returned, which may also end the backup. */
    Progress container(BackupSource source);

    /** A container ended. */
    default void done(ContainerOutcome outcome) {}
}
