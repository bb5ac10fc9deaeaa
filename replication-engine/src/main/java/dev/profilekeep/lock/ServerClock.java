package dev.profilekeep.lock;

import java.time.Duration;
import java.time.Instant;

/**
 * A file server's clock beside ours. Where it could not be asked, times of files there are only what the server says.
 *
 * @param ahead zero if it is not known
 * @param why it is not known; empty if it is
 */
record ServerClock(Duration ahead, String why) {
    /** Where nothing has a time. */
    static final ServerClock NOT_NEEDED = hidden("there is no file");

    static final ServerClock NOT_YET = hidden("it did not answer in time");

    static ServerClock hidden(String why) {
        return new ServerClock(Duration.ZERO, why);
    }

    boolean isKnown() {
        return why.isEmpty();
    }

    Instant ours(Instant theirs) {
        return theirs.minus(ahead);
    }
}
