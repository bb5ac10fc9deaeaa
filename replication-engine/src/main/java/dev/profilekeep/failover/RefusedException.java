package dev.profilekeep.failover;

/** Something about a failover that cannot be done; nothing was changed. The message says why, as a sentence for people. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
