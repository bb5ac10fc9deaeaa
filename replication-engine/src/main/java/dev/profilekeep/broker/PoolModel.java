package dev.profilekeep.broker;

/** How a pool at one site stands to its partner at the other. */
public enum PoolModel {
    /** Both sites serve people all day. */
    ACTIVE_ACTIVE,
    /** Hosts at the second site are started when they are needed. */
    ACTIVE_PASSIVE,
    /** Each person has a desktop of their own. */
    PERSONAL
}
