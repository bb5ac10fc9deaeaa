package dev.profilekeep.batch.run;

import java.util.Optional;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobParameters;

/**
 * A job that people and the schedule can start; one bean for each. {@code work} is the job's own number for what is worked
 * on: a run that goes on with a failed one has the same. It is what identifies the Batch job instance.
 *
 * <p>Safe for use by several threads.
 */
public interface RunnableJob {
    /** The Spring Batch job; its name is the name of this job. */
    Job job();

    /**
     * Takes up new work, on the caller's thread: brief, and only if no other work of this kind is under way.
     *
     * @return the number of the work, not 0
     * @throws AlreadyRunningException if somebody else is at it who was not started by {@link JobRuns}
     */
    long begin(String startedBy, boolean person) throws AlreadyRunningException;

    /**
     * Takes up work again that was left failed or stopped, or is done although a step after it failed. As {@link #begin} otherwise.
     *
     * @throws IllegalStateException if there is nothing to go on with, in a sentence
     */
    void resume(long work, String startedBy, boolean person) throws AlreadyRunningException;

    /** Parameters of the Batch job: those that identify it say which work it is. */
    JobParameters parameters(long work);

    /** How far the work is. Asked about twice a second while it runs, and once more after it ended. Empty if unknown. */
    Optional<RunProgress> progress(long work);

    /** Whether the work came to its end, although its run may not have lived to say so, or have failed at what comes after it. */
    boolean done(long work);

    /**
     * Puts the work down after its run failed, was stopped, or was left behind by a node that died. Doing so twice does no
     * harm, nor does it to work that is done: that stays so.
     *
     * @param reason a sentence
     */
    void putDown(long work, PutDown how, String reason);

    /** Why work is put down before its end. */
    enum PutDown {
        FAILED,
        STOPPED
    }
}
