package dev.profilekeep.backup.run;

import dev.profilekeep.disk.Progress;

/** Is told how far a backup is. */
public interface BackupProgress {
    BackupProgress NONE = source -> Progress.NONE;

    /** A container begins; the bytes of it are told to what is returned, which may also end the backup. */
    Progress container(BackupSource source);

    /** So much more was read of a container from storage, at whichever try. */
    default void read(BackupSource source, long bytes) {}

    /** A container ended. That it was read says nothing of a snapshot yet. */
    default void done(ContainerOutcome outcome) {}

    /** Whether to begin with a container. If not, the run ends, with a snapshot of those before. */
    default boolean goOn(BackupSource next) {
        return true;
    }
}
