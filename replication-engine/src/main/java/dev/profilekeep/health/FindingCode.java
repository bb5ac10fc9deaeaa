package dev.profilekeep.health;

/** What can be found wrong with a container. The texts for people are in the portal's translations, by code. */
public enum FindingCode implements FindingKind {
    /** The file could be listed but not read; facts: reason. */
    UNREADABLE(Severity.CRITICAL),
    /** The bytes break a rule of VHDX, VHD or NTFS; facts: rule. */
    DAMAGED(Severity.CRITICAL),
    /**
     * Locked, and not known to be in use; facts: verdict (STALE or UNPROVED) and rule of {@code docs/locks.md}, host (may be
     * empty), since (may be missing) and judgedAt (ISO 8601).
     */
    LOCKED(Severity.WARN),
    /** NTFS asks for a check. */
    VOLUME_DIRTY(Severity.WARN),
    /** The disk was not closed cleanly; its log is replayed when it is next opened. */
    LOG_NOT_REPLAYED(Severity.INFO),
    /** Ordinary users may open the folder of its person, or what is in it; facts: who (groups), rights (READ or WRITE). */
    EXPOSED(Severity.CRITICAL),
    /** Hardly any room is left inside: programs cannot save, sign-ins fail; facts: freeBytes, percentUsed. */
    FULL(Severity.CRITICAL),
    /** Little room is left inside; facts: freeBytes, percentUsed. */
    NEARLY_FULL(Severity.WARN),
    /**
     * It will be full soon if it goes on as it did; facts: days, and soonest and latest (the range of days), bytesPerDay,
     * confidence (a word of {@link GrowthForecast.Confidence}).
     */
    FULL_SOON(Severity.WARN),
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
    /**
     * The copy of a site stands still although another one was written since; facts: site, hours (so long already), written
     * and newest (last writes, ISO 8601), newestSite.
     */
    COPY_BEHIND(Severity.WARN),
    /**
     * Two copies cannot hold the same; facts: what (maximum: of the disks; used: inside, although the last write is the
     * same), site, bytes, otherSite, otherBytes.
     */
    COPIES_DIFFER(Severity.WARN),
    /**
     * Two copies hold work that the other has not, by their content; facts: site, activeSite, at (of the verdict), agreed (until when they were alike, ISO 8601; missing if
     * that is not known), why (BOTH_CHANGED; NEW_THERE, NEW_AT_ACTIVE: a new, empty profile at the one or at the active site; OTHER_VOLUME).
     */
    COPIES_DIVERGED(Severity.CRITICAL),
    /** Only the copy of a further site changed since both were alike; facts: site, activeSite, at, agreed. */
    COPY_NEWER(Severity.WARN),
    /** A file bears no trace of a change, and says something else than was proved; facts: site, activeSite, at. */
    COPY_ALTERED(Severity.WARN),
    /**
     * Owner, group, rights, attributes or sidecars of two copies differ; facts: site, activeSite, at (ISO 8601), differences (how many), what (words of
     * RightsDifference.What, with commas).
     */
    COPY_RIGHTS(Severity.WARN),
    /** More than one disk of this kind in one folder, or for one person; nobody can tell which one is right; facts: names. */
    SEVERAL_DISKS(Severity.WARN),
    /**
     * One person has disks in more than one folder at a location; facts: names, why (ORDER: the parts of the name in both orders,
     * RENAMED: the account is called otherwise, SPELLING: they differ in upper and lower case or in what joins the parts).
     */
    DUPLICATE_FOLDERS(Severity.WARN),
    /** A difference disk or its leftovers lie beside it; facts: names. */
    DIFFERENCE_DISK(Severity.WARN),
    /**
     * To be backed up, and was not for longer than the policy allows; facts: days, last (ISO 8601; missing if it never was), outcome
     * and reason of the last try (empty if there was none), inUseSince (if somebody wrote to it at each try since).
     */
    NO_BACKUP(Severity.CRITICAL),
    /** A check found that backups of it cannot be restored as they were; facts: snapshots (how many), oldest and newest (ISO 8601). */
    BACKUP_DAMAGED(Severity.CRITICAL),
    /**
     * Much of it was rewritten at once, as encrypting software does; facts: at (ISO 8601), why (SHARE: more than ever, CONTENT: with noise), rewrittenBytes,
     * liveBytes, before (the last backup before, ISO 8601; missing if there is none), held (whether that is kept and nothing of it forgotten: true or false).
     */
    MUCH_CHANGED(Severity.CRITICAL),
    /** A full reading found changes that nothing had pointed to, so earlier backups lack them; facts: chunks (at least so many), at (ISO 8601). */
    BACKUP_DIFFERS(Severity.WARN),
    /** Its person's folder belongs to somebody else; facts: owner (SID). */
    WRONG_OWNER(Severity.WARN),
    /**
     * By a list of users nobody has its SID any more; facts: source and listedAt of that list (ISO 8601), deletedAt if the list
     * tells when the user was deleted.
     */
    ORPHAN(Severity.WARN),
    /** Not written for longer than the policy says: perhaps the person has left; facts: days. */
    NOT_USED(Severity.INFO),
    /** Neither the folder nor the disk has a SID in its name: nobody can tell whose it is, so nobody but staff sees it. */
    NO_SID(Severity.INFO),
    /** No NTFS volume inside. */
    NO_FILE_SYSTEM(Severity.WARN),
    /** It was there before and is not any more, at any site. */
    GONE(Severity.CRITICAL),
    /** First aid put its disks aside so that a new one is made, and there is none yet; facts: by (a name), at (ISO 8601). */
    PUT_ASIDE(Severity.INFO);

    private final Severity severity;

    FindingCode(Severity severity) {
        this.severity = severity;
    }

    @Override
    public Severity severity() {
        return severity;
    }
}
