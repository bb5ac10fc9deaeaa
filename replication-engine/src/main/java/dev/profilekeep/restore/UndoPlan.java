package dev.profilekeep.restore;

import dev.profilekeep.lease.Kept;
import dev.profilekeep.storage.Initiator;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What putting a kept file back would do; made by reading alone.
 *
 * @param targets the copies that would be replaced, the one at the active site first
 * @param returns kept files whose names nothing has, so that they simply take them again
 * @param others copies that came since where nothing is kept: under Cloud Cache they leave their names too, for their layout is another
 * @param fileBytes length of the largest kept file
 * @param writtenSince whether somebody used the disk since: then it is backed up before it is replaced
 * @param lastWritten when the present disk was written last; null if refused before
 * @param lost files that were made or changed since, by their own times, some hundred at most; they are in that backup
 * @param moreLost how many more
 * @param sentences every step, in order, for people
 * @param basis the same for exactly this state, and for no other; empty if refused
 * @param refusal null if it may be done
 */
public record UndoPlan(
        Undoable undoable,
        Initiator initiator,
        List<RestoreTarget> targets,
        List<Kept> returns,
        List<RestoreTarget> others,
        long fileBytes,
        boolean writtenSince,
        @Nullable Instant lastWritten,
        List<String> lost,
        long moreLost,
        List<String> sentences,
        String basis,
        @Nullable RestoreRefusal refusal) {
    public UndoPlan {
        targets = List.copyOf(targets);
        returns = List.copyOf(returns);
        others = List.copyOf(others);
        lost = List.copyOf(lost);
        sentences = List.copyOf(sentences);
    }

    /** What is in place now and was used since; only of a plan that says so. */
    RestoreTarget present() {
        return targets.isEmpty() ? others.get(0) : targets.get(0);
    }
}
