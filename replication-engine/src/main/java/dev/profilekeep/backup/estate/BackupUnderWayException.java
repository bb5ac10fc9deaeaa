package dev.profilekeep.backup.estate;

/** The same container is backed up now already, because somebody asked for it. */
public final class BackupUnderWayException extends Exception {
    private static final long serialVersionUID = 1L;

    public BackupUnderWayException(long containerId) {
        super("container " + containerId + " is being backed up: somebody has asked for it already");
    }
}
