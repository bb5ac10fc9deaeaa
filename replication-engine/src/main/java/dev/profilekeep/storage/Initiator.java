package dev.profilekeep.storage;

/** On whose behalf storage is used. */
public enum Initiator {
    /** A person pressed a button or typed a command. */
    PERSON,
    /** A job runs by schedule. */
    JOB
}
