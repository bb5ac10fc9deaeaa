package dev.profilekeep.health;

/** One word for a container, from its findings: the worst counts. */
public enum ContainerState {
    HEALTHY,
    /** Somebody works with it; nothing else is wrong. */
    IN_USE,
    /** At least one finding of severity WARN. */
    ATTENTION,
    /** At least one finding of severity CRITICAL. */
    PROBLEM,
    /** Never looked at successfully. */
    UNKNOWN
}
