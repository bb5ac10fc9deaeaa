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
    UNKNOWN;

    /** For sorting, from best to worst: what nobody could look at is worse than what is in use, better than a warning. */
    public int rank() {
        return switch (this) {
            case HEALTHY -> 0;
            case IN_USE -> 1;
            case UNKNOWN -> 2;
            case ATTENTION -> 3;
            case PROBLEM -> 4;
        };
    }
}
