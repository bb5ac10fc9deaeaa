package dev.profilekeep.backup.retention;

/** Why a snapshot stays. */
public enum Reason {
    /** One of the last few. */
    LAST,
    /** The last of its day. */
    DAILY,
    /** The last of its week. */
    WEEKLY,
    /** The last of its month. */
    MONTHLY,
    /** The last of its year. */
    YEARLY,
    /** Somebody pinned it. */
    PINNED,
    /** Its container is under a legal hold. */
    HELD,
    /** There is no rule for its kind of container. */
    NO_RULE,
    /** It is dated ahead of the storage's clock: it stays until that time has come, and counts for no rule before. */
    AHEAD
}
