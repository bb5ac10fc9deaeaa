package dev.profilekeep.compact;

import dev.profilekeep.lease.Kept;
import java.util.List;

/** What became of a compaction. */
public sealed interface CompactionOutcome {
    /**
     * The smaller file has the name.
     *
     * @param kept the old file
     */
    record Compacted(Kept kept, long bytesBefore, long bytesAfter, Proof proof) implements CompactionOutcome {}

    /**
     * The old file has its name again.
     *
     * @param kept the smaller one
     */
    record Undone(Kept kept, long bytesBefore, long bytesAfter) implements CompactionOutcome {}

    /** Nothing was changed, and nothing will be as long as these hold. */
    record Refused(List<Refusal> refusals) implements CompactionOutcome {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * It did not come to its end; the old file has its name, or the next run settles that.
     *
     * @param settled whether it is certain that everything is as it was
     */
    record NotDone(String why, boolean settled) implements CompactionOutcome {}

    /** Somebody stopped it before anything was changed. */
    record Stopped() implements CompactionOutcome {}
}
