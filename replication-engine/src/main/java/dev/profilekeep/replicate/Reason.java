package dev.profilekeep.replicate;

import java.util.Locale;

/** Why a copy was not brought up to date. A closed set. */
public enum Reason {
    /** Nothing stands against it. */
    NONE,
    /** The active site, or its epoch, is not what the book says; or another installation works there. */
    NOT_ACTIVE,
    /** Somebody uses the one or the other, or a lock file lies beside it. */
    IN_USE,
    /** There is no copy at the active site. */
    SOURCE_GONE,
    /** The copy at the active site is damaged, or in doubt: it is not carried over a sound one. */
    SOURCE_UNSOUND,
    /** Something beside it, or its kind, forbids it. */
    FORBIDDEN,
    /** Both changed since they agreed. */
    DIVERGED,
    /** The other copy alone changed since they agreed. */
    NEWER_AT_SECONDARY,
    /** Both are there, never agreed and do not say the same. */
    NEVER_AGREED,
    /** There was a copy, and it is gone. */
    VANISHED,
    /** Another disk lies where the copy should. */
    OTHERS_THERE,
    /** The mode of a location, or the rights of our account there, forbid it. */
    NOT_ALLOWED,
    NO_SAFE_SWAP,
    NO_ROOM,
    /** The server does not copy, and the policy forbids to copy from here. */
    NO_SERVER_COPY,
    UNREACHABLE,
    /** The new file could not be shown to say what the copy at the active site says. */
    NOT_PROVED,
    STOPPED;

    /** The word for JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
