package dev.profilekeep.health;

/**
 * What can be wrong with a location: one finding instead of thousands of its containers'. The texts for people are in the
 * portal's translations, by code. No name is that of a {@link FindingCode}.
 */
public enum LocationFindingCode implements FindingKind {
    /** Its server does not answer; facts: reason. */
    LOCATION_UNREACHABLE(Severity.CRITICAL),
    /** Its server answers, but its folder could not be listed, or was suddenly empty; facts: kind, reason. */
    LOCATION_NOT_LISTED(Severity.CRITICAL),
    /** Its volume has hardly any room: disks cannot grow and go read-only; facts: totalBytes, freeBytes, percentUsed. */
    VOLUME_FULL(Severity.CRITICAL),
    /** Rights of ordinary users to its folder pass on to people's folders; facts: who (groups), rights (READ or WRITE). */
    ROOT_EXPOSED(Severity.CRITICAL),
    /** Folders in it could not be listed; facts: count, names, reason (of the first). */
    FOLDERS_NOT_READ(Severity.WARN),
    /** Its volume is filling up; facts: totalBytes, freeBytes, percentUsed. */
    VOLUME_FILLING(Severity.WARN),
    /** It answers more slowly than it used to; facts: micros, usualMicros. */
    SLOW(Severity.WARN),
    /** Disks and folders in it that are not understood, so not looked after; facts: count, names. */
    STRAY_NAMES(Severity.INFO);

    private final Severity severity;

    LocationFindingCode(Severity severity) {
        this.severity = severity;
    }

    @Override
    public Severity severity() {
        return severity;
    }
}
