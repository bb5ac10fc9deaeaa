package dev.profilekeep.approval;

/** An approval cannot be given or used; the message says why, as a sentence for people. */
public final class ApprovalRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    ApprovalRefusedException(String message) {
        super(message);
    }
}
