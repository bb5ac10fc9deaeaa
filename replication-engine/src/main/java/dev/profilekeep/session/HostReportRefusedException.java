package dev.profilekeep.session;

/** A host's report was not taken; the message says what the host's administrator can do. */
public final class HostReportRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    HostReportRefusedException(String message) {
        super(message);
    }
}
