package dev.profilekeep.portal.locks;

import dev.profilekeep.lock.JudgeProgress;
import org.jspecify.annotations.Nullable;

/**
 * That something about locks changed.
 *
 * @param judging how far a run over all locks is; null if none is under way any more, or it is about something else
 */
public record LockNews(@Nullable JudgeProgress judging) {
    /** Read again what you show. */
    static final LockNews CHANGED = new LockNews(null);
}
