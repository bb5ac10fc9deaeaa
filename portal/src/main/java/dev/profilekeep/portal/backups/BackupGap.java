package dev.profilekeep.portal.backups;

import java.time.Instant;

/**
 * Until now a container could not be backed up.
 *
 * @param since the first try that failed, or the newest backup if that is not known
 */
public record BackupGap(Instant since, Why why) {
    /** Why there is none. */
    public enum Why {
        IN_USE,
        FAILED
    }
}
