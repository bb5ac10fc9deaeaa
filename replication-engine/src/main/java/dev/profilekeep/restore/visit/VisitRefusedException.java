package dev.profilekeep.restore.visit;

import java.io.IOException;

/** Nothing is shown or taken out; the message says why, as a sentence. It names no file. */
public final class VisitRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Why why;

    VisitRefusedException(Why why, String message) {
        super(message);
        this.why = why;
    }

    /** What speaks against it. */
    public enum Why {
        /** It is another person's, and nobody agreed. */
        NOT_AGREED,
        /** The hour is over. */
        OVER,
        /** Taking out one's own files takes somebody's yes here. */
        NEEDS_A_YES,
        /** More is chosen than one request can name. */
        TOO_MANY,
        /** There is no place to put files. */
        NO_SHARE,
        /** Browsers fetch nothing here, or not this person's, or not from there. */
        NO_DOWNLOAD,
        /** It was closed. */
        CLOSED
    }

    public Why why() {
        return why;
    }
}
