package dev.profilekeep.restore.files;

import java.io.IOException;

/** What was chosen is not taken out; nothing was written. The message may name files. */
public final class ExportRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Why why;

    ExportRefusedException(Why why, String message) {
        super(message);
        this.why = why;
    }

    /** What speaks against it. */
    public enum Why {
        /** Nothing was chosen, or nothing of it can be had. */
        NOTHING,
        /** It is more than may be taken out at once. */
        TOO_MUCH,
        NO_ROOM,
        /** Its folder would be open to others. */
        NOT_CLOSED
    }

    public Why why() {
        return why;
    }
}
