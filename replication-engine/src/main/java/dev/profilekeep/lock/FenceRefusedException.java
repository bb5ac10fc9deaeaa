package dev.profilekeep.lock;

/** A site cannot be cut off, or that cannot be lifted; the message says why, as a sentence for people. */
public final class FenceRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    public FenceRefusedException(Why why, String message) {
        super(message);
        this.why = why;
    }

    /** What speaks against it. */
    public enum Why {
        /** There is no other site that it could have failed over to, or all others are cut off. */
        ONLY_SITE,
        ALREADY,
        NOT_CUT_OFF,
        /** Two administrators have to agree first. */
        NEEDS_APPROVAL
    }

    public Why why() {
        return why;
    }
}
