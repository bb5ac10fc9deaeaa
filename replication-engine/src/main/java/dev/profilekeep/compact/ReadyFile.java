package dev.profilekeep.compact;

import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.PreparedSwap;
import dev.profilekeep.lease.SwapOutcome;
import java.io.Closeable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is ready to take the name of a file, or why it is not made.
 *
 * @param swap null if there are refusals
 * @param proof null if it is the old file, byte by byte
 */
record ReadyFile(
        List<Refusal> refusals, @Nullable PreparedSwap swap, long bytesBefore, long bytesAfter, @Nullable Proof proof)
        implements Closeable {
    static ReadyFile refused(List<Refusal> refusals) {
        return new ReadyFile(refusals, null, 0, 0, null);
    }

    static ReadyFile refused(Refusal.Why why, String sentence) {
        return refused(List.of(new Refusal(why, sentence)));
    }

    /** @throws IllegalStateException if there are refusals */
    PreparedSwap prepared() {
        return Objects.requireNonNull(swap);
    }

    CompactionOutcome outcome(SwapOutcome swapped) {
        if (swapped instanceof SwapOutcome.Swapped done) {
            return done(done.kept());
        }
        return new CompactionOutcome.NotDone(swapped.sentence(), !(swapped instanceof SwapOutcome.Unsettled));
    }

    CompactionOutcome done(Kept kept) {
        return proof == null
                ? new CompactionOutcome.Undone(kept, bytesBefore, bytesAfter)
                : new CompactionOutcome.Compacted(kept, bytesBefore, bytesAfter, proof);
    }

    @Override
    public void close() {
        if (swap != null) {
            swap.close();
        }
    }
}
