/**
 * Runs of jobs: started, watched, stopped and started again.
 *
 * <p>The door is {@link dev.profilekeep.batch.run.JobRuns}. A job makes itself known as a bean of
 * {@link dev.profilekeep.batch.run.RunnableJob} and asks {@link dev.profilekeep.batch.run.StopRequests} between two things.
 */
@NullMarked
package dev.profilekeep.batch.run;

import org.jspecify.annotations.NullMarked;
