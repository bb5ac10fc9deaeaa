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

    /** The run under way; 0 if it is one that was not started by this catalog's jobs. */
    public long runId() {
        return runId;
    }
}
