package dev.profilekeep.portal.base.ui;

import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import org.jspecify.annotations.Nullable;

/** The shape and colour of verdicts on locks, and of what became of clearing them. */
public final class LockMarks {
    /** A look found nothing that locks it. */
    public static final String NOT_LOCKED = "NOT_LOCKED";

    /** A look found nothing that locks it, and not every location could tell. */
    public static final String NOT_KNOWN = "NOT_KNOWN";

    private LockMarks() {}

    /** The word of a verdict; that there is none yet, if it is null. */
    public static String word(@Nullable LockVerdict verdict) {
        return verdict == null ? LockFilter.NOT_JUDGED : verdict.word();
    }

    /** @param verdict LIVE, STALE, UNPROVED, NOT_JUDGED, NOT_LOCKED or NOT_KNOWN */
    public static Status of(String verdict) {
        return switch (verdict) {
            case "LIVE" -> Status.IN_USE;
            case "STALE" -> Status.DEGRADED;
            case NOT_LOCKED -> Status.READY;
            case LockFilter.NOT_JUDGED -> Status.PAUSED;
            default -> Status.UNKNOWN;
        };
    }

    public static StatusBadge badge(String verdict, Words words) {
        return new StatusBadge(of(verdict), words.get("verdict." + verdict));
    }

    public static Status of(ClearOutcome.Result result) {
        return switch (result) {
            case CLEARED -> Status.READY;
            case REFUSED, PARTLY -> Status.DEGRADED;
            case FAILED -> Status.NOT_READY;
            case NOT_DONE -> Status.PAUSED;
        };
    }
}
