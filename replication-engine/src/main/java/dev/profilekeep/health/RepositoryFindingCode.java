package dev.profilekeep.health;

/**
 * What can be wrong with a backup repository as a whole. The texts for people are in the portal's translations, by code. Facts of
 * each: name (of the repository). No name is that of another {@link FindingKind}.
 */
public enum RepositoryFindingCode implements FindingKind {
    /** It cannot be opened or read; facts: reason, since (ISO 8601). */
    REPOSITORY_UNREADABLE(Severity.CRITICAL),
    /**
     * Files of snapshots, pins or holds were taken out of it, and not by ProfileKeep; facts: snapshots, containers (how many lost backups), names (of some of these),
     * moment (of the newest backup that is gone, ISO 8601; missing if none is), decisions (how many that kept something), since (noticed first, ISO 8601).
     */
    BACKUPS_REMOVED(Severity.CRITICAL),
    /** The last restore test could not restore what was backed up; facts: at (ISO 8601), reason. */
    RESTORE_TEST_FAILED(Severity.CRITICAL),
    /** No restore test came to its end for one and a half of its intervals; facts: days, last (ISO 8601; missing if there never was one). */
    RESTORE_TEST_OVERDUE(Severity.WARN),
    /** Nobody showed for 90 days that they have its recovery key; facts: keys (0: there is none), days, proved (ISO 8601). */
    RECOVERY_KEY_NOT_PROVED(Severity.WARN),
    /** All backups of sets lie at the site where their people work; facts: sets (ids), site. */
    BACKUPS_AT_ONE_SITE(Severity.WARN),
    /** Hardly any room is left for backups; facts: freeBytes, totalBytes, percentFree, nights (that the room is for; missing if it does not shrink). */
    REPOSITORY_NEARLY_FULL(Severity.WARN),
    /** It lacks backups that it is to have copies of; facts: source (name), containers (how many), since (of the oldest that it lacks, ISO 8601). */
    COPIES_BEHIND(Severity.WARN);

    private final Severity severity;

    RepositoryFindingCode(Severity severity) {
        this.severity = severity;
    }

    @Override
    public Severity severity() {
        return severity;
    }
}
