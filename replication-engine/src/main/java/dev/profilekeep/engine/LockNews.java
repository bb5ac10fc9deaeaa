package dev.profilekeep.engine;

import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.lock.LockGroup;
import dev.profilekeep.lock.LockService;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.notify.LeftLocks;
import dev.profilekeep.notify.Standing;
import java.util.List;

/** What notifications want to know of locks. */
record LockNews(LockService locks) {
    /** Whether its owner can sign in, or can free it, as of a look now. */
    Standing standing(long containerId) {
        ClearPlan.Row row = locks.plan(List.of(containerId)).rows().get(0);
        if (row.sid().isEmpty()) {
            return Standing.NOT_YET; // the container is gone
        }
        if (row.verdict() == null) {
            return Standing.FREE;
        }
        return row.verdict() instanceof LockVerdict.Stale && row.refusal() == null && !row.needsApproval()
                ? Standing.STALE
                : Standing.NOT_YET;
    }

    /** Hosts that were started again after the first of the locks they hold. */
    List<LeftLocks.Group> leftBehind() {
        return locks.groups().stream()
                .filter(LockGroup::restarted)
                .map(group -> new LeftLocks.Group(group.host(), group.locked(), group.stale(), group.lastBoot()))
                .toList();
    }
}
