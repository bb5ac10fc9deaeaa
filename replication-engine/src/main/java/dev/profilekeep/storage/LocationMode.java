package dev.profilekeep.storage;

/** What may be written at a location; enforced below everything that could write. */
public enum LocationMode {
    /** Nothing: the default of a new location. */
    OBSERVE,
    /** What a person asked for. */
    ASSIST,
    /** What a person asked for, and jobs. */
    ACT;

    /** Whether an act begun by {@code initiator} may write. */
    public boolean allows(Initiator initiator) {
        return this == ACT || this == ASSIST && initiator == Initiator.PERSON;
    }
}
