package dev.profilekeep.lease;

/** There is no lease; {@link #reason()} says why. */
public final class LeaseRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient LeaseRefused reason;

    LeaseRefusedException(LeaseRefused reason) {
        super(reason.sentence());
        this.reason = reason;
    }

    public LeaseRefused reason() {
        return reason;
    }
}
