package dev.profilekeep.batch.run;

import java.time.Instant;

/** A run answers this time of the schedule already, on this node or another, under way or ended. */
public final class AlreadyStartedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long runId;

    AlreadyStartedException(String job, Instant due, long runId) {
        super("run " + runId + " of the job " + job + " was already started for " + due);
        this.runId = runId;
    }

    public long runId() {
        return runId;
    }
}
