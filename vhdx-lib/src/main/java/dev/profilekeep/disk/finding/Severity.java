package dev.profilekeep.disk.finding;

import java.util.Locale;

/** How bad a finding is, measured by data loss; the worst first. */
public enum Severity {
    /** Content is gone or wrong. */
    LOSS,
    /** Nothing is lost yet, but the next write will destroy content: two owners of one place, space in use that is marked free. */
    DANGER,
    /** A spare copy is damaged, or a note about the content is wrong that Windows puts right by itself or with chkdsk. */
    REPAIRABLE,
    /** Room is taken that nobody uses. */
    WASTE,
    /** Good to know; nothing has to be done. */
    NOTE;

    /** The word used in JSON and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a disk with such a finding is not sound any more. */
    public boolean isFault() {
        return compareTo(REPAIRABLE) <= 0;
    }
}
