package dev.profilekeep.backup.sweep;

import java.io.IOException;
import java.time.Instant;

/** What time it is by another clock than the storage's, so that one which jumped is noticed before something goes for good. */
public interface SecondClock {
    /** This machine's. */
    SecondClock OWN = Instant::now;

    Instant now() throws IOException;
}
