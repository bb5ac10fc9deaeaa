package dev.profilekeep.notify;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a run that was to make disks smaller, of the containers that somebody is told of. Sizes in bytes.
 *
 * @param stoppedBy why it ended before its end, for people; empty if it did not
 * @param total containers that it was about
 * @param compacted that are smaller now
 * @param freedBytes by which the files became smaller
 * @param possibleBytes that could be freed where something stands against it
 * @param left what was left as it is, by reason; what could give most first
 * @param failed some of the copies that should have become smaller and did not
 * @param moreFailed that are not among these
 * @param room what old files take; null if that is not told
 */
public record CompactionReport(
        Instant startedAt,
        Instant endedAt,
        String stoppedBy,
        long total,
        long compacted,
        long freedBytes,
        long possibleBytes,
        List<Left> left,
        List<Failed> failed,
        long moreFailed,
        @Nullable Room room) {
    /**
     * @param why the reason's word; each has a name {@code compaction.why.<word>}
     * @param smallEnough there is nothing to win, rather than something in the way
     */
    public record Left(String why, boolean smallEnough, long containers, long possibleBytes) {}

    /**
     * @param who the account; the path where nobody knows it
     * @param location its name
     */
    public record Failed(String who, String location) {}

    /**
     * Room that old files take.
     *
     * @param firstFree when the first may go; null if none is kept
     * @param lastFree when the last may
     */
    public record Room(long files, long bytes, @Nullable Instant firstFree, @Nullable Instant lastFree) {}

    public CompactionReport {
        left = List.copyOf(left);
        failed = List.copyOf(failed);
    }
}
