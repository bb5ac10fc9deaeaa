package dev.profilekeep.readiness;

/** What was seen, a closed set that views put into people's language; the value that goes with it is told at each. */
public enum Fact {
    /** It is there; value: none. */
    THERE,
    /** The location was listed as a whole, and it is not there. */
    NO_COPY,
    /** The location could not be listed, or never was. */
    NOT_LISTED,
    /** Nobody holds it, and no lock lies beside it. */
    FREE_OF_LOCKS,
    /** Somebody works with it, at the site where they are meant to. */
    WORKING_NOW,
    /** Somebody holds it: it could not be looked into. */
    HELD,
    /** A lock is left that nobody needs: a sign-in is refused until it is cleared. */
    STALE_LOCK,
    /** A lock lies beside it, and nobody can tell whether somebody needs it. */
    UNPROVED_LOCK,
    SOUND,
    /** The next host replays its log. */
    LOG_TO_REPLAY,
    /** It cannot be read; value: why. */
    UNREADABLE,
    /** Its bytes break a rule; value: which. */
    DAMAGED,
    /** It is a difference disk, which is nothing without its parent. */
    DIFFERENCE_DISK,
    NO_FILE_SYSTEM,
    /** NTFS asks for a check. */
    DIRTY,
    /** Value: bytes free. */
    FREE_BYTES,
    FREE_NOT_TOLD,
    /** There is no NTUSER.DAT. */
    NO_HIVE,
    /** It is there and is no sound hive. */
    BAD_HIVE,
    /** The last write to it was not finished: Windows applies its logs. */
    HIVE_LOG_TO_APPLY,
    /** It is owned by the person, or they are given access by name. */
    OWN,
    /** Value: the SID of its owner. */
    SOMEBODY_ELSES,
    /** The person is denied access by name. */
    DENIED,
    /** The person is not named: whether a group of theirs gives access cannot be told here. */
    RIGHTS_BY_GROUP,
    /** This storage keeps no rights of Windows. */
    NO_RIGHTS_HERE,
    /** The folder's or disk's name has no SID: nobody can tell whose it is. */
    NO_SID,
    /** People work here: nothing is lost. */
    ACTIVE_SITE,
    /** Value: seconds that would be lost. */
    LOSS_SECONDS,
    /** It alone was written since the copies agreed. */
    NEWER_HERE,
    /** It was compared, and nobody can say how far it is behind. */
    LOSS_NOT_TOLD,
    NEVER_COMPARED,
    /** Both changed since they agreed. */
    DIVERGED,
    /** It is a new, empty profile made while the other site could not be reached. */
    NEWBORN,
    /** Nobody told how much room the site has. */
    CAPACITY_NOT_TOLD,
    CAPACITY_THERE,
    CAPACITY_FULL,
    /** There is none at this site: Office makes it anew. */
    OFFICE_MISSING,
    OFFICE_THERE,
    /** It was judged too long ago to be known still. */
    TOO_OLD,
    /** It was never looked at. */
    NEVER_LOOKED,
    /** The server did not answer; value: why. */
    OUT_OF_REACH,
    /** Its content lies in slower storage and is not fetched for a look. */
    SLOW_STORAGE
}
