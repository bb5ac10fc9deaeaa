package dev.profilekeep.restore.files;

import java.io.IOException;

/** What was chosen is not taken out; nothing was written. */
public final class ExportRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    ExportRefusedException(String why) {
        super(why);
    }
}
