package dev.profilekeep.lease;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of one copy says of the others that change with it, so that two layouts never stand at once: the first copy leads, and what becomes of the others follows from
 * what became of it.
 *
 * @param leader location of the first copy
 * @param leaderTxn of its own change
 * @param leaderTarget its path
 * @param leaderBefore what it was
 * @param leaderAfter what takes its place; null if nothing does
 * @param follows whether this is one of the others
 * @param sidecars names of the files that belong to this very copy and leave with it
 */
record Together(
        String leader,
        String leaderTxn,
        String leaderTarget,
        CopySeen leaderBefore,
        @Nullable CopySeen leaderAfter,
        boolean follows,
        List<String> sidecars) {
    Together {
        sidecars = List.copyOf(sidecars);
    }

    Together with(List<String> names) {
        return new Together(leader, leaderTxn, leaderTarget, leaderBefore, leaderAfter, follows, names);
    }
}
