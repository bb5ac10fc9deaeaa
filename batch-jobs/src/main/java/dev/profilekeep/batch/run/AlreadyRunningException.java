package dev.profilekeep.batch.run;

/** The job runs already; the run that is under way is named. */
public final class AlreadyRunningException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long runId;

    public AlreadyRunningException(String job, long runId) {
        super("the job " + job + " is already running ("
                + (runId > 0
                        ? "run " + runId
                        : "another job that it waits for, or started by the command line or by a node that has just ended")
                + ")");
        this.runId = runId;
    }

    /**
     * What is under way stands for no run of this job: another job is at it, the command line, or what a node left that died less than two minutes ago.
     *
     * @param cause the engine's word of it
     */
    public static AlreadyRunningException elsewhere(String job, Exception cause) {
        AlreadyRunningException running = new AlreadyRunningException(job, 0);
        running.initCause(cause);
        return running;
    }

    /** The run under way; 0 if it is one that was not started by this catalog's jobs. */
    public long runId() {
        return runId;
    }
}
