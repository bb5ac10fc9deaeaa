package dev.profilekeep.storage;

/** What others may do with a file while we hold it open. */
public enum Sharing {
    /** Others may read, write, rename and delete: how everything is read, so that nobody is ever in anybody's way. */
    ALL,
    /** Others may read. */
    READ,
    /** Nobody else may open it: the exclusive right that a lease rests on. */
    NONE
}
