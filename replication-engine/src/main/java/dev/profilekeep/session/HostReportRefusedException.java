package dev.profilekeep.session;

/** A host's report was not taken; the message says what the host's administrator can do. */
public final class HostReportRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean ofAnotherVersion;

    HostReportRefusedException(String message) {
        this(message, false);
    }

    HostReportRefusedException(String message, boolean ofAnotherVersion) {
        super(message);
        this.ofAnotherVersion = ofAnotherVersion;
    }

    /** Whether that is because the report is of a schemaVersion that is not read here. */
    public boolean ofAnotherVersion() {
        return ofAnotherVersion;
    }
}
