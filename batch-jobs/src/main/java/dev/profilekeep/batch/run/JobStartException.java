package dev.profilekeep.batch.run;

/** A job could not be started; the message says why, for an administrator. */
public final class JobStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long runId;

    JobStartException(String job, long runId, Throwable cause) {
        super("the job " + job + " could not be started: " + Reasons.of(cause), cause);
        this.runId = runId;
    }

    /** The run at which the failure is recorded. */
    public long runId() {
        return runId;
    }
}
