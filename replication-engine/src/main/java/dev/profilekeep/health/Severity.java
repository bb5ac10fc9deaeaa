package dev.profilekeep.health;

/** How bad a finding is, by what may be lost. Ordered from harmless to worst. */
public enum Severity {
    /** Good to know. */
    INFO,
    /** Will hurt if nobody acts. */
    WARN,
    /** Data is lost, out of reach or unprotected now. */
    CRITICAL
}
