package dev.profilekeep.portal.access;

import org.jspecify.annotations.Nullable;

/** What was asked is possible, but not as things stand. The message says why, in English; {@link #why} does for every language. */
public final class NotNowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Why why;

    public NotNowException(Why why, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    /** What speaks against it; each has a text of its own. */
    public enum Why {
        /** It is not what it was. */
        MOVED_ON,
        /** Programs and the command line take no part in it. */
        NOT_A_PERSON,
        /** It takes a second person. */
        SAME_PERSON,
        /** Nobody can tell whether it is a second person. */
        CANNOT_TELL,
        /** A question that is decided, taken back, used or too old. */
        NOT_OPEN,
        NOT_THE_ASKER,
        NOT_ONE_OF_THE_TWO,
        /** One alone may do it. */
        NEEDS_NO_OTHER,
        /** The last site that is not cut off. */
        LAST_SITE,
        CUT_OFF_ALREADY,
        NOT_CUT_OFF,
        NEEDS_TWO,
        /** A machine's word against its being gone, or against that being taken back; its cause says which. */
        MACHINE,
        NOT_GONE,
        /** Nobody confirms a SID of their own. */
        OWN_SID,
        GAVE_IT,
        GIVER_NOT_KNOWN,
        NOT_APART_FROM_OWNER,
        NOT_APART_FROM_GIVER,
        /** A request on which somebody was quicker, or that is over. */
        REQUEST_MOVED_ON,
        /** Only whoever asked for a restore, or whose it is. */
        REQUEST_OF_ANOTHER,
        /** Files are not asked for here: people take them themselves, or there is no place to put them. */
        FILES_NOT_ASKED,
        /** More is chosen than one request can name. */
        FILES_TOO_MANY,
        /** Another request for the same profile is open. */
        REQUEST_OPEN,
        NOTHING_TO_UNDO,
        /** What was brought back was made where nothing was before. */
        NOTHING_BEFORE,
        /** Nothing of the kind can be restored here. */
        NOT_OFFERED,
        /** Whole disks of its set are not replaced under Cloud Cache. */
        CLOUD_CACHE,
        /** Another person's files, and nobody agreed. */
        FILES_NOT_AGREED,
        FILES_OVER,
        FILES_NEED_A_YES,
        FILES_NO_SHARE,
        FILES_NO_DOWNLOAD,
        FILES_CLOSED,
        FILES_NOTHING,
        FILES_TOO_MUCH,
        FILES_NO_ROOM,
        FILES_NOT_PRIVATE,
        /** What the backup holds cannot be read. */
        FILES_UNREADABLE,
        /** The backup or the restore share does not answer. */
        FILES_UNREACHABLE,
        /** Somebody has the container backed up already. */
        BACKUP_UNDER_WAY,
        /** Nothing of its set is backed up. */
        BACKUP_NO_REPOSITORY,
        /** It has no copy where the people of its set work. */
        BACKUP_NOT_THERE,
        BACKUP_TOO_MANY,
        /** There is no hold that could end. */
        NOT_HELD,
        /** There is no pin that could end. */
        NOT_PINNED,
        RUN_ENDED,
        RUN_HAS_A_NEWER,
        RUN_NEVER_BEGAN,
        /** A rule of going to another site; the message says which. */
        FAILOVER,
        /** The desktop service does not answer. */
        BROKER,
        TOO_MUCH
    }

    public Why why() {
        return why;
    }
}
