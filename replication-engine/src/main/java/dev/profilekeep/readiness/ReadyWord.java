package dev.profilekeep.readiness;

/** Whether a person's sign-in would work at a site. A closed set; what is not known is never called ready. */
public enum ReadyWord {
    /** It would, within all targets. */
    READY,
    /** It would, but a target is missed. */
    DEGRADED,
    /** It would not, or with somebody else's or no content. */
    NOT_READY,
    /** Something that must be known is not. */
    UNKNOWN;

    /** Whether the person can work there. */
    public boolean works() {
        return this == READY || this == DEGRADED;
    }
}
