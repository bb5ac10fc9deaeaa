package dev.profilekeep.replica.estate;

import dev.profilekeep.replica.CopyWord;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of the estate's copies, under way or ended.
 *
 * @param startedBy a person's name, or "schedule"
 * @param byPerson a person asked, who need not keep quiet hours and whose run has no end of the night
 * @param until no further copy is begun from then on; null if it has no end
 * @param total copies to be compared
 * @param words how many got which verdict
 * @param bytesRead from storage, of both sides
 * @param doing for people; empty when ended
 * @param reason why it failed or was stopped; empty if it did not
 */
public record VerificationRun(
        long id,
        String startedBy,
        boolean byPerson,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant until,
        Phase phase,
        long total,
        Map<CopyWord, Long> words,
        long bytesRead,
        String doing,
        String reason) {
    /** The steps of a run, and how it can end. */
    public enum Phase {
        PLANNING,
        COMPARING,
        DONE,
        /** Can be gone on with. */
        FAILED,
        STOPPED;

        boolean isEnd() {
            return this == DONE || this == FAILED || this == STOPPED;
        }
    }

    public VerificationRun {
        words = Map.copyOf(words);
    }

    /** Copies that have their verdict. */
    public long done() {
        return words.values().stream().mapToLong(Long::longValue).sum();
    }
}
