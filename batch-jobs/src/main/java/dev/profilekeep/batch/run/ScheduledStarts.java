package dev.profilekeep.batch.run;

import java.time.Instant;

/** How the schedule starts a job: as {@link JobRuns#start}, but at most once for each due time, whatever node asks. */
@FunctionalInterface
public interface ScheduledStarts {
    /**
     * @param due the time of the schedule that is answered, not the time of the call
     * @throws AlreadyRunningException if a run of the job is under way anywhere
     * @throws AlreadyStartedException if a run was started for this time before
     * @throws JobStartException if it could not be started
     */
    long start(String job, Instant due) throws AlreadyRunningException, AlreadyStartedException;
}
