package dev.profilekeep.approval;

/** An approval cannot be given or used; the message says why, as a sentence for people. */
public final class ApprovalRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    ApprovalRefusedException(Why why, String message) {
        super(message);
        this.why = why;
    }

    /** Another person asked than whoever would use it; for those who are stricter than {@link Approvals#use}. */
    public static ApprovalRefusedException notTheAsker(String message) {
        return new ApprovalRefusedException(Why.NOT_THE_ASKER, message);
    }

    /** What speaks against it. */
    public enum Why {
        /** Only people who signed in take part. */
        NOT_A_PERSON,
        /** Whoever asked would decide. */
        SAME_PERSON,
        /** Nobody can tell whether it is another person than whoever asked. */
        CANNOT_TELL,
        /** It was decided, withdrawn or used, or is too old. */
        NOT_OPEN,
        /** Another person asked. */
        NOT_THE_ASKER,
        /** Neither asked nor agreed. */
        NOT_ONE_OF_THE_TWO
    }

    public Why why() {
        return why;
    }
}
