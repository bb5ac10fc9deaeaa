package dev.profilekeep.replicate.estate;

import dev.profilekeep.replicate.Reason;
import dev.profilekeep.replicate.ReplicationOutcome;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run that carries copies, under way or ended.
 *
 * @param startedBy a person's name, or "schedule"
 * @param byPerson a person asked, who need not keep quiet hours and whose run has no end of the night
 * @param until no further copy is begun from then on; null if it has no end
 * @param total copies to be brought up to date
 * @param words of how many came what
 * @param whys of those that are not up to date, how many for which reason
 * @param bytesRead of both sides
 * @param bytesSent over the line, or by way of this machine
 * @param doing for people; empty when ended
 * @param reason why it failed or was stopped; empty if it did not
 */
public record ReplicationRun(
        long id,
        String startedBy,
        boolean byPerson,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant until,
        Phase phase,
        long total,
        Map<ReplicationOutcome.Word, Long> words,
        Map<Reason, Long> whys,
        long bytesRead,
        long bytesSent,
        String doing,
        String reason) {
    /** The steps of a run, and how it can end. */
    public enum Phase {
        PLANNING,
        CARRYING,
        DONE,
        /** Can be gone on with. */
        FAILED,
        STOPPED;

        boolean isEnd() {
            return this == DONE || this == FAILED || this == STOPPED;
        }
    }

    public ReplicationRun {
        words = Map.copyOf(words);
        whys = Map.copyOf(whys);
    }

    /** Copies that were tried. */
    public long done() {
        return words.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Copies that say what the active site's say, as was proved in this run. */
    public long upToDate() {
        return done() - whys.values().stream().mapToLong(Long::longValue).sum();
    }
}
