package dev.profilekeep.lock;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a file was last written, by its own time and by looks of ours: a file that a look saw otherwise is younger than that
 * look, whatever the server's clock showed when it was written. Where the two disagree the file's own time is worth nothing, unless
 * somebody had the disk open at that look: of an open file a server tells what was so when it was opened.
 *
 * @param first not before
 * @param last not after
 * @param seen not after, even if the server's clock was wrong when it was written and is right now: what looks saw change was
 *     written before the first that saw it so, and they do not say how long
 */
record Written(Instant first, Instant last, Instant seen) {
    /** So much may the clocks of our nodes, of hosts and of file servers differ. */
    static final Duration CLOCKS = Duration.ofMinutes(1);

    /**
     * @param now the file's own time, put to our clock now
     * @param change null if no look is remembered
     */
    static Written of(Instant now, PlaceSeen.@Nullable Change change) {
        if (change == null) {
            return new Written(now, now, now);
        }
        Instant said = change.said() == null ? now : change.said();
        Instant after = change.after();
        Instant since = change.since();
        boolean tooEarly = after != null && said.isBefore(after.minus(CLOCKS));
        boolean clockWasPut = said.equals(Instant.EPOCH);
        if (tooEarly && change.open() && !clockWasPut) {
            return new Written(said, said, since); // the look before was told what was so when the file was opened
        }
        if (tooEarly || said.isAfter(since.plus(CLOCKS))) {
            return new Written(after == null ? Instant.EPOCH : after, since, since);
        }
        return new Written(said, said, after == null || since.isBefore(said) ? said : since);
    }
}
