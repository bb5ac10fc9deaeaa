package dev.profilekeep.request;

/** A step cannot be taken; the message says why, as a sentence for people. Nothing was changed. */
public final class RequestRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    RequestRefusedException(Why why, String message) {
        super(message);
        this.why = why;
    }

    /** What speaks against it. */
    public enum Why {
        /** Only people who signed in take part. */
        NOT_A_PERSON,
        /** Whoever asked would decide. */
        SAME_PERSON,
        /** Nobody can tell whether it is another person than whoever asked. */
        CANNOT_TELL,
        /** Somebody was quicker, or it is over. */
        NOT_OPEN,
        /** Only whoever asked, or the container's owner, may. */
        NOT_THE_ASKER,
        /** Another request for the container is open. */
        ANOTHER_OPEN,
        /** There is nothing that could be taken back. */
        NOTHING_TO_UNDO,
        /** There was no file of it before, so that there is nothing to go back to. */
        NOTHING_BEFORE
    }

    public Why why() {
        return why;
    }
}
