package dev.profilekeep.backup.care;

/** What is done for repositories. Each has a turn of its own: the row of backup_lease of that name. */
public enum CareKind {
    /** Rules of retention are applied, and the room of what is forgotten is given back. */
    MAINTENANCE,
    /** It is looked whether everything can be restored, and a part of the data is read. */
    CHECK,
    /** A small, a middling and a large container are restored for a trial. */
    RESTORE_TEST,
    /** What a second repository lacks is brought there. */
    COPY
}
