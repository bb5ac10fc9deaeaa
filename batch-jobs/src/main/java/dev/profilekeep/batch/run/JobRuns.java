package dev.profilekeep.batch.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs of jobs on every node that shares the catalog: what ran, what runs, and how to start and stop it. The state is kept
 * in the database, so all of it holds for runs on other nodes too. Safe for use by several threads.
 *
 * <p>Says nothing about who may do what: that is the caller's business.
 */
public interface JobRuns {
    /** Runs of all jobs, the newest first. @param limit at most 1,000 */
    List<JobRunView> recent(int offset, int limit);

    /** How many runs {@link #recent} has in all. */
    long count();

    /** The run of this job that is under way on any node. */
    Optional<JobRunView> running(String job);

    Optional<JobRunView> find(long id);

    /**
     * Starts a job on this node and returns at once; the work goes on in the background.
     *
     * @param startedBy the person's name, or "schedule"
     * @param person a person asks, who outranks quiet hours
     * @return the id of the run
     * @throws AlreadyRunningException if a run of the job is under way anywhere; of two starts at once, one gets this
     * @throws IllegalArgumentException if there is no such job
     * @throws JobStartException if it could not be started; the reason stands at the failed run too
     */
    long start(String job, String startedBy, boolean person) throws AlreadyRunningException;

    /**
     * Goes on where a failed or stopped run ended: what it finished is not done again.
     *
     * @return the id of the new run
     * @throws AlreadyRunningException if a run of the job is under way anywhere
     * @throws IllegalArgumentException if there is no such run
     * @throws IllegalStateException if it cannot go on: it neither failed nor was stopped, or a later run has been over it
     * @throws JobStartException if it could not be started
     */
    long restart(long id, String startedBy) throws AlreadyRunningException;

    /**
     * Asks a run to stop; it ends between two things, at the latest some seconds from now, as STOPPED. Nothing happens if it
     * has ended already.
     *
     * @throws IllegalArgumentException if there is no such run
     */
    void stop(long id);

    /**
     * Tells the listener how runs move, on this node or another: those under way soon after subscribing, then at most twice
     * a second for each, and always the final state. Subscribe first and read {@link #recent} afterwards, and nothing is
     * missed. Calls come one after the other from a thread of their own; while a listener is slow, states in between are
     * left out. What it throws is logged and concerns nobody else.
     *
     * @return close to hear no more
     */
    Subscription subscribe(Consumer<JobRunView> listener);

    /** The end of listening. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
