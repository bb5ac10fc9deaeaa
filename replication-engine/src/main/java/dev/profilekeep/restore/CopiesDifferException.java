package dev.profilekeep.restore;

import java.io.IOException;

/** Copies that change as one do not say the same, so that no one file may take the place of all. Nothing was changed. */
public final class CopiesDifferException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param why names the copies, for people */
    public CopiesDifferException(String why) {
        super(why);
    }
}
