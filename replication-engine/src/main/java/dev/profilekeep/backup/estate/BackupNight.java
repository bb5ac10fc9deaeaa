package dev.profilekeep.backup.estate;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A backup of the estate, running or ended.
 *
 * @param startedBy a person's name, or "schedule"
 * @param byPerson a person asked, who need not keep quiet hours and has no end of the night
 * @param until no further container is begun from then on, and half an hour later none is read on; null if it has no end
 * @param phase what it is doing
 * @param total containers that are due
 * @param stored read, and in a snapshot
 * @param same in a snapshot, as they are what they were
 * @param read read or looked at, and in no snapshot yet: if the run ends before there is one, they begin again
 * @param inUse somebody wrote to them at each try
 * @param unreadable could not be backed up
 * @param waiting not begun
 * @param bytesRead from storage, at every try; never becomes less
 * @param bytesSpared of files that were not read, for nothing says that they changed
 * @param missed changes that full readings found and the short way had missed
 * @param doing what is read just now, for people; empty when ended
 * @param reason why it failed or was stopped; empty if it did not
 */
public record BackupNight(
        long id,
        String startedBy,
        boolean byPerson,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant until,
        Phase phase,
        long total,
        long stored,
        long same,
        long read,
        long inUse,
        long unreadable,
        long waiting,
        long bytesRead,
        long bytesSpared,
        long missed,
        String doing,
        String reason) {

    /** The steps of a backup of the estate, in their order, and how it can end. */
    public enum Phase {
        PLANNING,
        READING,
        /** Those that were in use are tried once more. */
        AGAIN,
        CONCLUDING,
        DONE,
        /** Some shards failed; can be started again and goes on where it was. */
        FAILED,
        STOPPED;

        boolean isEnd() {
            return this == DONE || this == FAILED || this == STOPPED;
        }
    }

    /** Containers that were tried. */
    public long done() {
        return stored + same + read + inUse + unreadable;
    }

    /** Bytes read in a second, over all of it until {@code now}; empty if it took less than a second. */
    public OptionalDouble bytesPerSecond(Instant now) {
        long millis =
                Duration.between(startedAt, endedAt == null ? now : endedAt).toMillis();
        return millis < 1000 ? OptionalDouble.empty() : OptionalDouble.of(bytesRead * 1000.0 / millis);
    }
}
