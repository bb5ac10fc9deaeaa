package dev.profilekeep.readiness;

/** How one check ended. */
public enum CheckResult {
    PASS,
    /** A sign-in works, but a target is missed. */
    POOR,
    /** A sign-in does not work. */
    FAIL,
    /** It must be known and is not. */
    UNKNOWN,
    /** It is told, and counts for nothing. */
    NOTE
}
