package dev.profilekeep.failover;

/**
 * Why a plan is refused.
 *
 * @param code a stable word
 * @param sentence for people
 */
public record PlanFault(Code code, String sentence) {
    /** What can be wrong with a plan. */
    public enum Code {
        /** It names what is not there, or misses what it needs. */
        INCOMPLETE,
        /** Steps in this order put people or their data at risk. */
        DANGEROUS_ORDER,
        /** A hook that puts people or their data at risk. */
        DANGEROUS_HOOK,
        /** Somebody would be at both sites. */
        OVERLAP,
        /** A set would leave the places it may lie in. */
        RESIDENCY
    }
}
