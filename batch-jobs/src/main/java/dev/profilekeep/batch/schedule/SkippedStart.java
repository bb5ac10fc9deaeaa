package dev.profilekeep.batch.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time of the schedule at which no run was started, and why. Nothing is wrong with it.
 *
 * @param due the time of the schedule
 * @param at when it was left out
 * @param runId the run that was in the way, if one was
 * @param detail a sentence for an administrator
 */
public record SkippedStart(String job, Instant due, Instant at, Reason reason, @Nullable Long runId, String detail) {
    /** Why a start was left out. */
    public enum Reason {
        /** A run of the job, or another in its way, was still under way. */
        RUNNING,
        /** Nobody was there at that time, and by now it is too late. */
        TOO_LATE,
        /** A run was started for this time before: a node died in between, or two nodes looked at the same time. */
        STARTED_BEFORE
    }
}
