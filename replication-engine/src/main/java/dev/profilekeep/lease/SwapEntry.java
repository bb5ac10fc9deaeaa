package dev.profilekeep.lease;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a swap's journal.
 *
 * @param v version of the journal
 * @param at by this node's clock
 * @param target path of the copy
 * @param before what the copy was; null before PREPARED
 * @param after what the new file is; null before PREPARED
 * @param linked the kept file is the old one itself under a second name, not a copy of it
 * @param note for people
 * @param afterData what the new file's disk says of its data ({@link DataMark}); null before PREPARED, or if it is no VHDX, or of an older version
 * @param together what changes with it; null if nothing does
 */
record SwapEntry(
        int v,
        SwapStep step,
        Instant at,
        String node,
        long containerId,
        String target,
        String purpose,
        @Nullable CopySeen before,
        @Nullable CopySeen after,
        boolean linked,
        String note,
        @Nullable String afterData,
        @Nullable Together together) {
    static final int VERSION = 1;
    /** Who does not know what changes together must not settle it. */
    static final int WITH_OTHERS = 2;

    /** Of a change of one copy alone. */
    SwapEntry(
            int v,
            SwapStep step,
            Instant at,
            String node,
            long containerId,
            String target,
            String purpose,
            @Nullable CopySeen before,
            @Nullable CopySeen after,
            boolean linked,
            String note,
            @Nullable String afterData) {
        this(v, step, at, node, containerId, target, purpose, before, after, linked, note, afterData, null);
    }

    SwapEntry to(SwapStep next, Instant now, String why) {
        return new SwapEntry(
                v, next, now, node, containerId, target, purpose, before, after, linked, why, afterData, together);
    }

    SwapEntry with(Together others) {
        return new SwapEntry(
                WITH_OTHERS,
                step,
                at,
                node,
                containerId,
                target,
                purpose,
                before,
                after,
                linked,
                note,
                afterData,
                others);
    }
}
