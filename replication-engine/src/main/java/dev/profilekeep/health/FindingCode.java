package dev.profilekeep.health;

/** What can be found wrong by the inventory. The texts for people are in the portal's translations, by code. */
public enum FindingCode {
    /** The file could be listed but not read; facts: reason. */
    UNREADABLE(Severity.CRITICAL),
    /** The bytes break a rule of VHDX, VHD or NTFS; facts: rule. */
    DAMAGED(Severity.CRITICAL),
    /** NTFS asks for a check. */
    VOLUME_DIRTY(Severity.WARN),
    /** The disk was not closed cleanly; its log is replayed when it is next opened. */
    LOG_NOT_REPLAYED(Severity.INFO),
    /** Little room is left inside; facts: freeBytes, percentUsed. */
    NEARLY_FULL(Severity.WARN),
    /** The file holds much that the file system does not need; facts: reclaimableBytes. */
    BLOATED(Severity.INFO),
    /**
     * Somebody holds it open, or a Cloud Cache lock file lies beside it; facts: reason, or lock, lockBytes and
     * lockWritten (ISO 8601).
     */
    IN_USE(Severity.INFO),
    /** A site of the set has no copy; facts: site. */
    COPY_MISSING(Severity.WARN),
    /** The active site has no copy, another one has. */
    ONLY_AT_SECONDARY(Severity.CRITICAL),
    /** More than one disk of this kind in one folder, or for one person; nobody can tell which one is right; facts: names. */
    SEVERAL_DISKS(Severity.WARN),
    /** A difference disk or its leftovers lie beside it; facts: names. */
    DIFFERENCE_DISK(Severity.WARN),
    /** Not written for longer than the policy says: perhaps the person has left; facts: days. */
    NOT_USED(Severity.INFO),
    /** Neither the folder nor the disk has a SID in its name: nobody can tell whose it is, so nobody but staff sees it. */
    NO_SID(Severity.INFO),
    /** No NTFS volume inside. */
    NO_FILE_SYSTEM(Severity.WARN),
    /** It was there before and is not any more, at any site. */
    GONE(Severity.CRITICAL);

    private final Severity severity;

    FindingCode(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }
}
