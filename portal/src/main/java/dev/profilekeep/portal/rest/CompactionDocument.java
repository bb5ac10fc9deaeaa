package dev.profilekeep.portal.rest;

import dev.profilekeep.compact.estate.CompactionDay;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.KeptSpace;
import dev.profilekeep.compact.estate.SkippedGroup;
import dev.profilekeep.portal.compaction.SpaceSeen;
import dev.profilekeep.portal.compaction.SpaceTold;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the last run of compactions brought, and what it left. Sizes in bytes.
 *
 * @param run null if there was none
 * @param skipped by reason, those first that could give most
 * @param days the oldest first; empty for who is held to a part of the estate
 * @param kept null for who is held to a part of the estate
 */
record CompactionDocument(@Nullable Run run, List<Skipped> skipped, List<Day> days, @Nullable Kept kept) {
    /**
     * @param everywhere false for who is held to a part of the estate: then the numbers are of the copies in that part
     * @param endedAt null while it is under way
     * @param stoppedBy why it ended before its time; empty if it did not
     */
    record Run(
            long id,
            boolean everywhere,
            Instant startedAt,
            @Nullable Instant endedAt,
            String startedBy,
            boolean planOnly,
            String phase,
            long total,
            long done,
            long compacted,
            long skipped,
            long failed,
            long freedBytes,
            long possibleBytes,
            String stoppedBy) {
        static Run of(SpaceSeen seen) {
            CompactionRun run = seen.run();
            return new Run(
                    run.id(),
                    seen.everywhere(),
                    run.startedAt(),
                    run.endedAt(),
                    run.startedBy(),
                    run.planOnly(),
                    run.phase().name(),
                    run.total(),
                    run.done(),
                    run.compacted(),
                    run.skipped(),
                    run.failed(),
                    run.freedBytes(),
                    run.possibleBytes(),
                    run.stoppedBy());
        }
    }

    /** @param why a word, as a copy has it */
    record Skipped(String why, long containers, long possibleBytes) {
        static Skipped of(SkippedGroup group) {
            return new Skipped(group.why(), group.containers(), group.possibleBytes());
        }
    }

    record Day(String day, long containers, long freedBytes, long possibleBytes) {
        static Day of(CompactionDay day) {
            return new Day(day.day().toString(), day.containers(), day.freedBytes(), day.possibleBytes());
        }
    }

    /** @param firstFree when the first may go; null if none is kept */
    record Kept(long files, long bytes, @Nullable Instant firstFree, @Nullable Instant lastFree) {
        static Kept of(KeptSpace kept) {
            return new Kept(kept.files(), kept.bytes(), kept.firstFree(), kept.lastFree());
        }
    }

    /**
     * What became of one copy.
     *
     * @param outcome PLANNED, COMPACTED, SKIPPED or FAILED
     * @param why a word; empty if it became smaller
     * @param bytesPlanned −1 if nobody could tell
     * @param bytesAfter −1 if there is no new file
     */
    record Copy(
            long container,
            String set,
            String location,
            String account,
            String path,
            String agentVersion,
            boolean canary,
            String outcome,
            String why,
            String sentence,
            long bytesBefore,
            long bytesPlanned,
            long bytesAfter,
            @Nullable Instant beganAt,
            @Nullable Instant endedAt) {
        static Copy of(CompactionItem item) {
            return new Copy(
                    item.containerId(),
                    item.setId(),
                    item.locationId(),
                    item.account(),
                    item.path(),
                    item.agentVersion(),
                    item.canary(),
                    item.outcome().name(),
                    item.why(),
                    item.sentence(),
                    item.bytesBefore(),
                    item.bytesPlanned(),
                    item.bytesAfter(),
                    item.beganAt(),
                    item.endedAt());
        }
    }

    static CompactionDocument of(@Nullable SpaceSeen seen, List<SkippedGroup> skipped, @Nullable SpaceTold all) {
        return new CompactionDocument(
                seen == null ? null : Run.of(seen),
                skipped.stream().map(Skipped::of).toList(),
                all == null ? List.of() : all.days().stream().map(Day::of).toList(),
                all == null ? null : Kept.of(all.kept()));
    }
}
