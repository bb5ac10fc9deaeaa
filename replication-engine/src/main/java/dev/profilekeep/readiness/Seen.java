package dev.profilekeep.readiness;

import java.time.Instant;

/**
 * What a look into a copy showed.
 *
 * @param at when; of a copy that did not change since it was read, when that was proved
 * @param reason why it could not be read, or what is damaged; empty otherwise
 * @param free bytes free inside the volume; -1 if not told
 * @param owner the SID of the file's owner; empty if the storage has none
 */
record Seen(
        Instant at,
        State state,
        String reason,
        boolean logOpen,
        boolean dirty,
        long free,
        Hive hive,
        String owner,
        Rights rights) {
    /** How far it came. */
    enum State {
        READ,
        /** Somebody had it open, or wrote to it meanwhile. */
        IN_USE,
        UNREADABLE,
        /** Its bytes break a rule of its format. */
        DAMAGED,
        /** Those of its file system do. */
        FILE_SYSTEM_DAMAGED,
        DIFFERENCE_DISK,
        NO_FILE_SYSTEM,
        GONE,
        OUT_OF_REACH,
        SLOW_STORAGE
    }

    /** The person's registry. */
    enum Hive {
        SOUND,
        LOG_TO_APPLY,
        BAD,
        NONE,
        NOT_LOOKED
    }

    /** What the file's owner and DACL give the person. */
    enum Rights {
        OWN,
        SOMEBODY_ELSES,
        DENIED,
        BY_GROUP,
        NO_RIGHTS_HERE,
        NOT_TOLD
    }

    /** The same, proved again. */
    Seen provedAt(Instant now, String newOwner, Rights newRights) {
        return new Seen(now, state, reason, logOpen, dirty, free, hive, newOwner, newRights);
    }

    static Seen ended(Instant at, State state, String reason) {
        return new Seen(at, state, reason, false, false, -1, Hive.NOT_LOOKED, "", Rights.NOT_TOLD);
    }
}
