package dev.profilekeep.compact.estate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run over the estate, or over some locations. Sizes in bytes.
 *
 * @param startedBy a person's name, or "schedule"
 * @param byPerson a person asked, who need not keep quiet hours
 * @param planOnly nothing is changed: what would be done is found out and told
 * @param doing the container that was begun last, for people; empty if none is under way
 * @param total containers that it looks at
 * @param done of these
 * @param compacted containers that are smaller now
 * @param skipped that are left as they are, each with its reason
 * @param failed that should have become smaller and did not
 * @param freedBytes by which the files became smaller, all copies together
 * @param possibleBytes that could be freed where something stands against it now, or that a plan would free
 * @param endsAt when it begins no further container; null if never
 * @param stoppedBy why it ended before its end, for people; empty if it did not
 */
public record CompactionRun(
        long id,
        Instant startedAt,
        @Nullable Instant endedAt,
        String startedBy,
        boolean byPerson,
        boolean planOnly,
        Phase phase,
        String doing,
        long total,
        long done,
        long compacted,
        long skipped,
        long failed,
        long freedBytes,
        long possibleBytes,
        @Nullable Instant endsAt,
        String stoppedBy) {
    /** What it is at. */
    public enum Phase {
        /** Finds out which containers are worth a look. */
        PLANNING,
        /** Looks at each of them, by metadata alone. */
        LOOKING,
        /** Makes disks smaller, those first that give most for a second of work. */
        COMPACTING,
        CONCLUDING,
        DONE,
        FAILED,
        STOPPED
    }

    /** Whether it is over. */
    public boolean isEnded() {
        return endedAt != null;
    }
}
