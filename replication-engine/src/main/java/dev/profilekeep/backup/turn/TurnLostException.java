package dev.profilekeep.backup.turn;

import java.io.IOException;

/** This process was silent for so long that its run was ended by another one; nothing more of it is recorded. */
public final class TurnLostException extends IOException {
    private static final long serialVersionUID = 1L;

    TurnLostException(long runId) {
        super("run " + runId + " is not under way any more: it was ended, or taken over by another node");
    }
}
